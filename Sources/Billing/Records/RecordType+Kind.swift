extension RecordType {
  /// The kind of the type; nil for what is no record of an upsert.
  package var kind: (any RecordKind.Type)? { Self.kinds[self] }

  private static let kinds = Dictionary(
    // Traps on purpose: the register is the program's own, and a type in it twice is a mistake of ours.
    uniqueKeysWithValues: Record.kinds.map { kind in (kind.type, kind) })
}

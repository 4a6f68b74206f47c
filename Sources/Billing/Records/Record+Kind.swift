/// What ``RecordKind`` says, of a record of any kind.
extension Record {
  /// The record by type and identifier.
  package var reference: RecordReference {
    var visitor = ReferenceOfRecord()
    return accept(&visitor)
  }

  package var revision: Int64? {
    var visitor = RevisionOfRecord()
    return accept(&visitor)
  }

  package var fieldFaults: [FieldFault] {
    var visitor = FaultsOfRecord()
    return accept(&visitor)
  }

  package var links: [RecordLink] {
    var visitor = LinksOfRecord()
    return accept(&visitor)
  }

  var isDefault: Bool {
    var visitor = DefaultOfRecord()
    return accept(&visitor)
  }
}

private struct ReferenceOfRecord: RecordVisitor {
  func visit<Kind: RecordKind>(_ record: Kind) -> RecordReference { record.reference }
}

private struct RevisionOfRecord: RecordVisitor {
  func visit<Kind: RecordKind>(_ record: Kind) -> Int64? { record.revision }
}

private struct FaultsOfRecord: RecordVisitor {
  func visit<Kind: RecordKind>(_ record: Kind) -> [FieldFault] { record.fieldFaults }
}

private struct LinksOfRecord: RecordVisitor {
  func visit<Kind: RecordKind>(_ record: Kind) -> [RecordLink] { record.links }
}

private struct DefaultOfRecord: RecordVisitor {
  func visit<Kind: RecordKind>(_ record: Kind) -> Bool { record.isDefault }
}

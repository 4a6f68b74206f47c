/// A field of a record that names another record.
package struct RecordLink: Hashable, Sendable {
  /// The field's name on the wire.
  package let field: String
  package let target: RecordReference

  init<Kind: RecordKind>(_ field: String, _ id: RecordID<Kind>) {
    self.field = field
    target = RecordReference(Kind.type, id)
  }
}

extension [RecordLink] {
  /// Adds a link where the field is given.
  mutating func append<Kind: RecordKind>(_ field: String, _ id: RecordID<Kind>?) {
    if let id { append(RecordLink(field, id)) }
  }
}

/// A record named by type and identifier: the place of a fault, the subject of an error log.
package struct RecordReference: Hashable, Sendable {
  package let type: RecordType
  package let id: String

  package init(
    type: RecordType,
    id: String
  ) {
    self.type = type
    self.id = id
  }

  package init<Record>(_ type: RecordType, _ id: RecordID<Record>) {
    self.init(type: type, id: id.text)
  }
}

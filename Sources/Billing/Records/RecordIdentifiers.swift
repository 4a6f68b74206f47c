/// Identifiers of records of several types.
package struct RecordIdentifiers: Hashable, Sendable {
  private var identifiers: [RecordType: Set<String>] = [:]

  package init() {}

  package subscript(type: RecordType) -> Set<String> { identifiers[type] ?? [] }

  package subscript<Kind: RecordKind>(kind: Kind.Type) -> Set<Kind.ID> {
    Set(self[Kind.type].map { RecordID($0) })
  }

  package mutating func insert(_ reference: RecordReference) {
    identifiers[reference.type, default: []].insert(reference.id)
  }

  package mutating func insert<Kind: RecordKind>(_ id: RecordID<Kind>) {
    identifiers[Kind.type, default: []].insert(id.text)
  }

  package mutating func insert<Kind: RecordKind>(_ ids: some Sequence<RecordID<Kind>>) {
    for id in ids { insert(id) }
  }

  package mutating func formUnion(_ other: RecordIdentifiers) {
    identifiers.merge(other.identifiers) { $0.union($1) }
  }

  package func union(_ other: RecordIdentifiers) -> RecordIdentifiers {
    var union = self
    union.formUnion(other)
    return union
  }
}

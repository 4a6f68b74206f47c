/// Who issued a document, as the document says.
package struct DocumentSeller: Hashable, Sendable {
  /// What its numbers are unique among, where there is no legal entity.
  package var id: String
  package var name: String?
  package var vatId: String?

  package init(id: String, name: String? = nil, vatId: String? = nil) {
    self.id = id
    self.name = name
    self.vatId = vatId
  }
}

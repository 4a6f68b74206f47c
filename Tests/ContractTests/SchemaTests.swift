import Contract
import JSON
import Testing

@Suite struct SchemaTests {
  @Test("Every subject has a schema with an identifier")
  func schemas() {
    for subject in ContractSubject.all {
      #expect(subject.schemaDocument["$id"] != nil, "\(subject.name)")
    }
  }
}

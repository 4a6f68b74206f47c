import Contract
import JSON
import Messages
import Testing

@Suite struct ExampleTests {
  @Test("Every example is accepted by the worker's decoder; a full one has more than a minimal one")
  func examples() {
    for subject in ContractSubject.all {
      let minimal = subject.example(.minimal)
      let full = subject.example(.full)
      #expect(full.bytes.count >= minimal.bytes.count, "\(subject.name)")
      for example in [minimal, full] {
        switch subject {
        case .request(let definition):
          #expect(
            ContractCheck.faults(ofRequest: definition, example.bytes) == [], "\(subject.name)")
        case .record:
          #expect(ContractCheck.faults(ofRecord: example.bytes) == [], "\(subject.name)")
        case .event: break
        }
      }
    }
  }

  @Test("A full example leaves out only what does not go with the rest")
  func fullness() {
    for definition in RequestDefinition.all {
      let full = ContractSubject.request(definition).example(.full)
      let left = definition.shape.fields.filter { $0.kind != nil && full[$0.name] == nil }
        .map(\.name)
      let exclusive = Set(definition.shape.choices.flatMap(\.names))
      #expect(left.count <= max(2, exclusive.count), "\(definition.type): \(left)")
    }
  }
}

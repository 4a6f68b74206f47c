import Billing
import Testing

@Suite("Record kinds")
struct RecordKindTests {
  @Test("each type of an upsert has one kind, and no other type has one")
  func types() {
    let upserted = RecordType.allCases.filter { $0 != .invoice && $0 != .request }
    let registered = Record.kinds.map { $0.type }
    #expect(registered.count == upserted.count)
    #expect(Set(registered) == Set(upserted))
    for type in registered { #expect(type.kind?.type == type) }
    #expect(RecordType.invoice.kind == nil)
    #expect(RecordType.request.kind == nil)
  }
}

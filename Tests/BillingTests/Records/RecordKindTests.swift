import Billing
import Testing

@Suite("Record kinds")
struct RecordKindTests {
  @Test("each type of an upsert has one kind, and no other type has one")
  func types() {
    // What the worker makes itself, or records of money.
    let others: Set<RecordType> = [
      .invoice, .creditMemo, .payment, .application, .refund, .reversal, .invoiceRun, .email,
      .task, .request,
    ]
    let upserted = RecordType.allCases.filter { !others.contains($0) }
    let registered = Record.kinds.map { $0.type }
    #expect(registered.count == upserted.count)
    #expect(Set(registered) == Set(upserted))
    for type in registered { #expect(type.kind?.type == type) }
    for type in others { #expect(type.kind == nil) }
  }
}

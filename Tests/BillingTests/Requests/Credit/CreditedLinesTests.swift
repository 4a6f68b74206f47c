import CivilTime
import Monetary
import Testing

@testable import Billing

/// How many lines the invoices may have of which a memo credits some (<doc:Requests#Limits>).
@Suite("Lines of credited invoices")
struct CreditedLinesTests {
  @Test("The invoices that a memo credits have 20,000 lines together at most; they are counted")
  func limit() throws {
    var world = try CreditWorld()
    for id in ["I", "J"] as [Invoice.ID] { try world.post(id, [(10, nil)]) }
    let request = CreateCreditMemo(
      accountId: "A", currency: world.currency, creditDate: CreditWorld.today,
      lines: ["I", "J", "I"].map { id in
        CreateCreditMemo.Line(
          name: "Credit", amount: 1,
          invoiceLine: .init(invoiceId: RecordID(id), invoiceLineId: "\(id)-1"))
      })
    world.facts.lineCounts = ["I": 10_000, "J": 10_001]
    let refused = world.handle(request)
    #expect(refused.outcome == .failed)
    #expect(refused.sourcedRefusals == ["LIMIT_EXCEEDED /creditMemo/lines -"])
    let message = try #require(refused.errors.first?.message)
    #expect(message.contains("20001 lines together; the limit is 20000"), "\(message)")
    #expect(refused.errorLogs.map(\.category) == [.creditMemo])
    #expect(refused.effects.isEmpty)
    world.facts.lineCounts = ["I": 10_000, "J": 10_000]
    #expect(world.handle(request).outcome == .succeeded)
  }
}

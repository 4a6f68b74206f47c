import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("Recording payments")
struct RecordPaymentTests {
  @Test("The same payment again changes nothing; its applications are not repeated")
  func again() throws {
    var world = try LedgerWorld()
    try world.post("I", "250.00")
    _ = try world.pay("P", "100", .to(("I", "60.00")))
    let decision = try world.pay("P", "100.00", .to(("I", "40.00")))
    #expect(decision.outcome == .succeeded)
    #expect(decision.warnings.map(\.code) == [.paymentAlreadyRecorded])
    #expect(decision.warnings[0].message.contains("40.00 EUR left"))
    #expect(decision.effects.isEmpty)
    #expect(try world.balance("I") == "190.00")
  }

  @Test("Other content under a paymentId used is a conflict")
  func conflict() throws {
    var world = try LedgerWorld()
    try world.receive("P", "100.00")
    let euro = try #require(Currency(code: "EUR"))
    let dollar = try #require(Currency(code: "USD"))
    let others: [RecordPayment.IncomingPayment] = [
      .init(id: "P", accountId: "B", currency: euro, amount: 100, receivedDate: "2026-11-10"),
      .init(id: "P", accountId: "A", currency: dollar, amount: 100, receivedDate: "2026-11-10"),
      .init(id: "P", accountId: "A", currency: euro, amount: 101, receivedDate: "2026-11-10"),
      .init(id: "P", accountId: "A", currency: euro, amount: 100, receivedDate: "2026-11-11"),
      .init(
        id: "P", accountId: "A", currency: euro, amount: 100, receivedDate: "2026-11-10",
        method: "card"),
      .init(
        id: "P", accountId: "A", currency: euro, amount: 100, receivedDate: "2026-11-10",
        reference: "r"),
      .init(
        id: "P", accountId: "A", currency: euro, amount: 100, receivedDate: "2026-11-10",
        savedPaymentMethodId: "s"),
    ]
    for other in others {
      let decision = world.handle(RecordPayment(payment: other))
      #expect(decision.outcome == .failed)
      #expect(decision.codes == [.paymentConflict], "\(other)")
      #expect(decision.errors[0].message.contains("100.00 EUR of account A"))
      #expect(decision.errors[0].pointer == "/payment/paymentId")
      #expect(decision.effects.isEmpty)
    }
  }

  @Test("A payment of an unknown account is not recorded")
  func unknownAccount() throws {
    var world = try LedgerWorld()
    let decision = try world.pay("P", "100.00", of: "NONE")
    #expect(decision.outcome == .failed)
    #expect(decision.codes == [.accountNotFound])
    #expect(decision.errors[0].pointer == "/payment/accountId")
    #expect(decision.errorLogs[0].primaryRecord == RecordReference(type: .account, id: "NONE"))
    #expect(decision.effects.isEmpty)
  }

  @Test("It may have arrived tomorrow, where the sender's day has begun, not later")
  func receivedDate() throws {
    var world = try LedgerWorld()
    let tomorrow = try world.pay("P1", "1.00", received: "2026-11-21")
    #expect(tomorrow.outcome == .succeeded)
    #expect(try world.payment("P1").bookDate == "2026-11-20")
    #expect(try world.payment("P1").receivedDate == "2026-11-21")
    let later = try world.pay("P2", "1.00", received: "2026-11-22")
    #expect(later.outcome == .failed)
    #expect(later.codes == [.effectiveDateInvalid])
    #expect(later.errors[0].pointer == "/payment/receivedDate")
    #expect(later.effects.isEmpty)
    // One that arrived long ago counts from then on.
    try world.receive("P3", "1.00", received: "2025-01-01")
    #expect(try world.payment("P3").bookDate == "2025-01-01")
  }

  @Test("An amount that its currency cannot say is refused, as everywhere: Failed")
  func amount() throws {
    var world = try LedgerWorld()
    let finer = try world.pay("P", "1.005")
    #expect(finer.outcome == .failed)
    #expect(finer.codes == [.amountNotExact])
    #expect(finer.errors[0].pointer == "/payment/amount")
    #expect(try world.pay("Q", "0").codes == [.requestInvalid])
    #expect(try world.pay("R", "1.005", in: "KWD").outcome == .succeeded)
  }

  @Test("With nothing to apply to it stays unapplied")
  func nothingOpen() throws {
    var world = try LedgerWorld()
    let decision = try world.pay("P", "5.00", .oldestFirst)
    #expect(decision.outcome == .succeeded)
    #expect(decision.effects.invoices.isEmpty)
    #expect(try world.unapplied("P") == "5.00")
  }

  @Test("An effective date that is refused leaves the payment recorded")
  func effectiveDate() throws {
    var world = try LedgerWorld()
    try world.post("I", "5.00")
    let decision = try world.pay("P", "5.00", .oldestFirst, effective: "2026-11-09")
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.codes == [.effectiveDateInvalid])
    #expect(decision.errors[0].pointer == "/effectiveDate")
    #expect(try world.unapplied("P") == "5.00")
    #expect(try world.balance("I") == "5.00")
  }

  @Test("An amount to be applied that the currency cannot say leaves the payment recorded")
  func applicationNotExact() throws {
    var world = try LedgerWorld()
    try world.post("I", "5.00")
    let decision = try world.pay("P", "5.00", .to(("I", "1.001")))
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.codes == [.amountNotExact])
  }
}

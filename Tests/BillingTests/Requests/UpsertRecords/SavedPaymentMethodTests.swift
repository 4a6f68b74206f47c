import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:InvoiceTasks#Payment-methods>.
@Suite("Saved payment methods")
struct SavedPaymentMethodTests {
  private func method(
    _ id: SavedPaymentMethod.ID, of account: Account.ID = "A", isDefault: Bool = false,
    expiresOn: String? = nil
  ) -> Record {
    .savedPaymentMethod(
      SavedPaymentMethod(
        id: id, accountId: account, kind: .card, displayName: "Visa",
        expiresOn: expiresOn.flatMap { ExpiryMonth($0) }, isAccountDefault: isDefault))
  }

  private func refusals(_ decision: Decision) -> [String] {
    decision.errors.map { "\($0.code.rawValue) \($0.pointer ?? "-")" }
  }

  @Test("One default of an account; each account has its own")
  func defaults() throws {
    var world = try World()
    world.add(.account(try World.account("B")), method("1", isDefault: true))
    world.add(method("2", of: "B", isDefault: true))
    #expect(
      refusals(world.upsert([method("3"), method("4", isDefault: true)]))
        == ["DEFAULT_AMBIGUOUS /records/1/isDefault"])
    world.add(method("1"), method("4", isDefault: true))
    #expect(
      refusals(world.upsert([method("5", isDefault: true), method("6", isDefault: true)])).count
        == 2)
  }

  @Test("It stays with its account, which must exist")
  func account() throws {
    var world = try World()
    world.add(.account(try World.account("B")), method("1"))
    #expect(
      refusals(world.upsert([method("1", of: "B")]))
        == ["RECORD_ACCOUNT_MISMATCH /records/0/accountId"])
    #expect(
      refusals(world.upsert([method("2", of: "NONE")]))
        == ["RECORD_REFERENCE_NOT_FOUND /records/0/accountId"])
  }

  @Test("Until one is stored any identifier may be named; then a newly named one must exist")
  func named() throws {
    func schedule(_ method: String, _ id: BillingSchedule.ID = "S") -> Record {
      .monthly(id) { $0.attributes.savedPaymentMethodId = method }
    }
    var world = try World()
    world.add(schedule("card"))
    world.add(.account(try World.account("B")), method("PM"), method("OTHER", of: "B"))
    world.add(schedule("card"))
    #expect(
      refusals(world.upsert([schedule("none")]))
        == ["RECORD_REFERENCE_NOT_FOUND /records/0/savedPaymentMethodId"])
    #expect(
      refusals(world.upsert([schedule("OTHER")]))
        == ["RECORD_ACCOUNT_MISMATCH /records/0/savedPaymentMethodId"])
    world.add(schedule("PM"), schedule("NEW", "T"), method("NEW"))
    #expect(
      refusals(world.upsert([schedule("card")]))
        == ["RECORD_REFERENCE_NOT_FOUND /records/0/savedPaymentMethodId"])
  }

  @Test("An invoice with an expired one is made, with a warning")
  func expired() throws {
    var world = try World()
    world.add(
      method("OLD", expiresOn: "2026-10"), method("NOW", expiresOn: "2026-11"),
      .monthly("S") { $0.attributes.savedPaymentMethodId = "OLD" },
      .monthly("T") { $0.attributes.savedPaymentMethodId = "NOW" })
    let decision = world.generate(target: "2026-01-02")
    #expect(decision.outcome == .succeeded && decision.made.count == 2)
    #expect(decision.warnings.map(\.code) == [.paymentMethodExpired])
    #expect(
      decision.warnings[0].source
        == RecordReference(.savedPaymentMethod, SavedPaymentMethod.ID("OLD")))
  }

  @Test("The account's default is no part of the grouping key: another one splits no invoices")
  func groupingKey() throws {
    func keys(_ records: Record...) throws -> [String] {
      var world = try World()
      for record in records { world.add(record) }
      world.add(.monthly("S"), .monthly("T"))
      let decision = world.generate(target: "2026-01-02")
      return decision.made.map(\.groupingKey)
    }
    let none = try keys()
    #expect(none.count == 1)
    #expect(try keys(method("1", isDefault: true)) == none)
    #expect(try keys(method("1", isDefault: true), method("2")) == none)
  }

  @Test("An update and a payment that name one are held to the same")
  func others() throws {
    var world = try CreditWorld()
    try world.post("I", [(100, nil)])
    var fields = UpdateInvoice.Fields()
    fields.savedPaymentMethodId = .set("none")
    #expect(world.handle(UpdateInvoice(invoiceId: "I", set: fields)).errors.isEmpty)
    world.facts.insert(method("PM"))
    fields.savedPaymentMethodId = .set("other")
    #expect(
      refusals(world.handle(UpdateInvoice(invoiceId: "I", set: fields)))
        == ["RECORD_REFERENCE_NOT_FOUND /set/savedPaymentMethodId"])
    fields.savedPaymentMethodId = .set("PM")
    #expect(world.handle(UpdateInvoice(invoiceId: "I", set: fields)).errors.isEmpty)
    let payment = RecordPayment(
      payment: RecordPayment.IncomingPayment(
        id: "P", accountId: "A", currency: world.currency, amount: 10,
        receivedDate: CreditWorld.today, savedPaymentMethodId: "other"))
    #expect(
      refusals(world.handle(payment))
        == ["RECORD_REFERENCE_NOT_FOUND /payment/savedPaymentMethodId"])
  }
}

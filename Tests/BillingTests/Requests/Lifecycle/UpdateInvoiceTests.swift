import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Updating>.
@Suite("Update an invoice")
struct UpdateInvoiceTests {
  private static let net30 = Record.paymentTerm(
    PaymentTerm(id: "N30", name: "30 days", kind: .periodBased, days: 30))
  private static let thirds = Record.paymentTerm(
    PaymentTerm(
      id: "T", name: "Thirds",
      instalments: [30, 60, 90].map {
        PaymentTerm.Instalment(weight: 1, kind: .periodBased, days: $0)
      }))

  private func fields(_ decision: Decision) -> [String] {
    decision.effects.invoices.changed.flatMap(\.acts).flatMap { act -> [String] in
      guard case .updated(let fields) = act else { return ["?"] }
      return fields.map { "\($0.field) \($0.from ?? "-") → \($0.to ?? "-")" }
    }
  }

  @Test("What any live invoice may have set, set and cleared; the version counts on once")
  func anyState() throws {
    for action in [InvoiceAction.draft, .posted] {
      var world = try LifecycleWorld(.november(), vat: false)
      let invoice = try world.generate(by: "2026-11-02", action)
      let decision = world.update(invoice.id, version: 1) {
        $0.description = .set("November")
        $0.purchaseOrderNumber = .set("PO-1")
        $0.billToEmail = .set("new@example.com")
        $0.savedPaymentMethodId = .set("card")
        $0.dueDate = .set("2026-12-31")
      }
      #expect(decision.outcome == .succeeded, "\(decision.refusals)")
      #expect(
        fields(decision) == [
          "description - → November", "purchaseOrderNumber - → PO-1",
          "billToEmail ap@example.com → new@example.com", "savedPaymentMethodId - → card",
          "dueDate 2026-11-20 → 2026-12-31",
        ])
      let updated = try world.invoice(invoice.id)
      #expect(updated.version == 2)
      #expect(updated.billToContact.name == "A. Payable")
      #expect(decision.effects.invoices.changed.map(\.lines) == [.unchanged])
      let cleared = world.update(invoice.id) {
        $0.description = .cleared
        $0.purchaseOrderNumber = .cleared
        $0.billToEmail = .cleared
        $0.savedPaymentMethodId = .cleared
        $0.dueDate = .cleared
      }
      #expect(cleared.outcome == .succeeded)
      #expect(try world.invoice(invoice.id).description == nil)
      #expect(try world.invoice(invoice.id).billToContact.email == nil)
      #expect(try world.invoice(invoice.id).dueDate == "2026-11-20", "by its term again")
      #expect(try world.invoice(invoice.id).version == 3)
    }
  }

  @Test("Setting a member to the value it has succeeds, without a new version or an event")
  func nothing() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    let invoice = try world.generate(by: "2026-11-02")
    let decision = world.update(invoice.id) {
      $0.description = .cleared
      $0.billToEmail = .set("ap@example.com")
      $0.dueDate = .set("2026-11-20")
      $0.invoiceDate = .set("2026-11-20")
      $0.lineNames = [UpdateInvoice.LineName(lineId: invoice.lines[0].id, name: "Product M")]
    }
    #expect(decision.outcome == .succeeded)
    #expect(decision.effects.isEmpty)
    #expect(decision.named == ["Draft"])
    #expect(try world.invoice(invoice.id).version == 1)
  }

  @Test(
    "Due date and estimated tax follow a draft's date; a due date set before stays only if given")
  func date() throws {
    var world = try LifecycleWorld(.november(), Self.net30)
    world.add(LifecycleWorld.rate("25", 25, from: "2020-01-01", to: "2026-12-31"))
    world.add(LifecycleWorld.rate("26", 26, from: "2027-01-01"))
    let invoice = try world.generate(by: "2026-11-02")
    #expect(
      world.update(invoice.id) { $0.dueDate = .set("2027-06-30") }.outcome == .succeeded)
    let decision = world.update(invoice.id) {
      $0.invoiceDate = .set("2027-01-05")
      $0.paymentTermId = .set("N30")
    }
    #expect(
      fields(decision) == [
        "invoiceDate 2026-11-20 → 2027-01-05", "paymentTermId - → N30",
        "dueDate 2027-06-30 → 2027-02-04", "totalTaxAmount 35.00 → 36.40",
        "totalAmountWithTax 175.00 → 176.40",
      ])
    #expect(decision.effects.invoices.changed.map(\.lines) == [.taxes])
    #expect(try world.invoice(invoice.id).balance.decimalText == "176.40")
    #expect(try world.invoice(invoice.id).status == .draft)
    let kept = world.update(invoice.id) {
      $0.invoiceDate = .set("2027-01-06")
      $0.dueDate = .set("2027-06-30")
    }
    #expect(kept.outcome == .succeeded)
    #expect(try world.invoice(invoice.id).dueDate == "2027-06-30")
  }

  @Test("A date without a rate is refused, and everything stays")
  func untaxed() throws {
    var world = try LifecycleWorld(.november())
    let invoice = try world.generate(by: "2026-11-02")
    let decision = world.update(invoice.id) { $0.invoiceDate = .set("2019-12-31") }
    #expect(decision.outcome == .failed)
    #expect(decision.errors.map(\.code) == [.taxRateNotFound])
    #expect(decision.errorLogs.map(\.category) == [.invoiceUpdate])
    #expect(decision.effects.isEmpty)
  }

  @Test("On a posted invoice what only drafts may have set is fixed; each member is named")
  func fixed() throws {
    var world = try LifecycleWorld(.november(), Self.net30, vat: false)
    let invoice = try world.generate(by: "2026-11-02", .posted)
    let decision = world.update(invoice.id) {
      $0.description = .set("x")
      $0.invoiceDate = .set("2026-11-21")
      $0.paymentTermId = .set("N30")
      $0.billToContactId = .set("C")
      $0.lineNames = [UpdateInvoice.LineName(lineId: invoice.lines[0].id, name: "y")]
      $0.fixed = ["currency", "lines"]
    }
    #expect(decision.outcome == .failed)
    #expect(
      decision.refusals == [
        "INVOICE_FIELD_FIXED /set/currency", "INVOICE_FIELD_FIXED /set/lines",
        "INVOICE_FIELD_FIXED /set/invoiceDate", "INVOICE_FIELD_FIXED /set/paymentTermId",
        "INVOICE_FIELD_FIXED /set/billToContactId", "INVOICE_FIELD_FIXED /set/lineNames",
      ])
    #expect(decision.effects.isEmpty)
    #expect(decision.errorLogs.count == 1)
    let draft = try world.generate(by: "2026-12-02")
    #expect(
      world.update(draft.id) { $0.fixed = ["totalAmount"] }.refusals == [
        "INVOICE_FIELD_FIXED /set/totalAmount"
      ])
  }

  @Test("A due date is not before the invoice date")
  func dueDate() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    let invoice = try world.generate(by: "2026-11-02", .posted)
    let early = world.update(invoice.id) { $0.dueDate = .set("2026-11-19") }
    #expect(early.outcome == .failed)
    #expect(early.refusals == ["REQUEST_INVALID /set/dueDate"])
    #expect(world.update(invoice.id) { $0.dueDate = .set("2026-11-20") }.outcome == .succeeded)
    let draft = try world.generate(by: "2026-12-02")
    let both = world.update(draft.id) {
      $0.invoiceDate = .set("2026-12-01")
      $0.dueDate = .set("2026-11-30")
    }
    #expect(both.refusals == ["REQUEST_INVALID /set/dueDate"])
  }

  @Test("With instalments the due date follows from the term")
  func instalments() throws {
    var world = try LifecycleWorld(.november(), Self.net30, Self.thirds, vat: false)
    let invoice = try world.generate(by: "2026-11-02")
    let decision = world.update(invoice.id) { $0.paymentTermId = .set("T") }
    #expect(
      fields(decision) == [
        "paymentTermId - → T", "dueDate 2026-11-20 → 2027-02-18",
        "instalments - → 46.67 on 2026-12-20, 46.67 on 2027-01-19, 46.66 on 2027-02-18",
      ])
    #expect(
      decision.effects.invoices.changed.map(\.lines) == [.taxes],
      "the instalments are stored with the lines")
    for due in [UpdateInvoice.Change<CivilDate>.set("2027-12-31"), .cleared] {
      #expect(
        world.update(invoice.id) { $0.dueDate = due }.refusals == [
          "INVOICE_FIELD_FIXED /set/dueDate"
        ])
    }
    #expect(
      world.update(invoice.id) {
        $0.paymentTermId = .set("N30")
        $0.dueDate = .set("2027-12-31")
      }.outcome == .succeeded)
    #expect(try world.invoice(invoice.id).instalments.isEmpty)
    #expect(try world.invoice(invoice.id).dueDate == "2027-12-31")
    #expect(
      world.update(invoice.id) { $0.paymentTermId = .set("none") }.refusals == [
        "RECORD_REFERENCE_NOT_FOUND /set/paymentTermId"
      ])
    #expect(world.update(invoice.id) { $0.paymentTermId = .cleared }.outcome == .succeeded)
    #expect(try world.invoice(invoice.id).dueDate == "2026-11-20")
  }

  @Test("A due date that was set is cleared: the term decides again, its instalments too")
  func clearedDueDate() throws {
    for status in [IncomingInvoice.Status.draft, .posted] {
      var world = try LifecycleWorld(Self.thirds, vat: false)
      let line = IncomingLine(name: "x", quantity: 1, unitPrice: 30, chargeAmount: 30)
      let invoice = try world.ingest([line]) {
        $0.paymentTermId = "T"
        $0.dueDate = "2026-12-31"
        guard status == .posted else { return }
        $0.status = .posted
        $0.number = "X-1"
        $0.postedDate = "2026-11-20"
      }
      #expect(invoice.instalments.isEmpty)
      let decision = world.update(invoice.id) { $0.dueDate = .cleared }
      #expect(decision.outcome == .succeeded, "\(decision.refusals)")
      let updated = try world.invoice(invoice.id)
      #expect(updated.instalments.map(\.amount.decimalText) == ["10.00", "10.00", "10.00"])
      #expect(updated.dueDate == "2027-02-18")
    }
  }

  @Test("Another contact of the account, by value; one of another account is none")
  func billTo() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    world.add(.account(try World.account("B", currency: "EUR")))
    world.add(.contact(Contact(id: "C", accountId: "A", name: "New", email: "c@example.com")))
    world.add(.contact(Contact(id: "D", accountId: "B", name: "Other", email: nil)))
    let invoice = try world.generate(by: "2026-11-02")
    #expect(
      world.update(invoice.id) {
        $0.billToContactId = .set("C")
        $0.billToEmail = .set("x@example.com")
      }.outcome == .succeeded)
    #expect(
      try world.invoice(invoice.id).billToContact
        == Invoice.BillTo(contactId: "C", name: "New", email: "x@example.com"))
    #expect(
      world.update(invoice.id) { $0.billToContactId = .set("D") }.refusals == [
        "RECORD_ACCOUNT_MISMATCH /set/billToContactId"
      ])
    #expect(
      world.update(invoice.id) { $0.billToContactId = .set("none") }.refusals == [
        "RECORD_REFERENCE_NOT_FOUND /set/billToContactId"
      ])
    #expect(
      world.update(invoice.id) {
        $0.billToContactId = .cleared
        $0.invoiceDate = .cleared
      }.refusals == ["REQUEST_INVALID /set/billToContactId", "REQUEST_INVALID /set/invoiceDate"])
  }

  @Test("Lines of a draft are renamed by their identifiers")
  func lineNames() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    let invoice = try world.generate(by: "2026-11-02")
    let id = invoice.lines[0].id
    let decision = world.update(invoice.id) {
      $0.lineNames = [UpdateInvoice.LineName(lineId: id, name: "Better")]
    }
    #expect(fields(decision) == ["lines/\(id)/name Product M → Better"])
    #expect(decision.effects.invoices.changed.map(\.lines) == [.taxes])
    #expect(
      world.update(invoice.id) {
        $0.lineNames = [UpdateInvoice.LineName(lineId: "none", name: "x")]
      }.refusals == ["RECORD_REFERENCE_NOT_FOUND /set/lineNames/0/lineId"])
  }

  @Test("Another version, an unknown invoice, a canceled one")
  func states() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    let invoice = try world.generate(by: "2026-11-02")
    let changed = world.update(invoice.id, version: 3) { $0.description = .set("x") }
    #expect(changed.refusals == ["INVOICE_CHANGED /expectedVersion"])
    let taxed = world.handle(CalculateTax(invoiceId: invoice.id, expectedVersion: 3))
    #expect(taxed.refusals == ["INVOICE_CHANGED /expectedVersion"])
    #expect(
      changed.errorLogs.map(\.relatedRecord) == [
        RecordReference(type: .invoice, id: invoice.id.text)
      ])
    let unknown = world.update("none") { $0.description = .set("x") }
    #expect(unknown.refusals == ["INVOICE_NOT_FOUND /invoiceId"])
    #expect(
      unknown.errorLogs.map(\.primaryRecord) == [RecordReference(type: .invoice, id: "none")])
    #expect(world.cancel(invoice.id, version: 1).outcome == .succeeded)
    #expect(
      world.update(invoice.id) { $0.description = .set("x") }.refusals == [
        "INVOICE_FINAL /invoiceId"
      ])
  }
}

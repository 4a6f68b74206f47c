import Billing
import CivilTime
import Foundation
import JSON
import Monetary
import Storage
import Testing

@testable import invoice_worker

/// What `payments show`, `credit-memos list / show`, `accounts show` and `invoices show --history` say.
@Suite("The ledger for people")
struct LedgerTextTests {
  private let samples = LedgerSamples()

  private func expect(_ parts: [String], in shown: String) {
    for part in parts { #expect(shown.contains(part), "\(part)\n\(shown)") }
  }

  private func object(_ body: (inout JSONWriter) -> Void) throws -> [String: Any] {
    var writer = JSONWriter()
    body(&writer)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
  }

  private func paymentView() throws -> PaymentView {
    var view = PaymentView(payment: try samples.payment())
    view.applications = try samples.ledger().applications.dropLast().map { row in
      ApplicationView(
        application: row, invoiceNumber: "INV-2026-000001", isTakenBack: row.id != "AP-3")
    }
    view.refunds = [
      Refund(
        id: "REF-1", source: .payment("PAY-1001"), accountId: "ACC-1001",
        amount: try samples.money("100.00"), refundDate: try samples.date("2026-11-26"),
        reference: "goodwill", recordedDate: try samples.date("2026-11-26"))
    ]
    view.reversals = [
      Reversal(
        id: "REV-1", paymentId: "PAY-1001", accountId: "ACC-1001",
        amount: try samples.money("20.00"), reversalDate: try samples.date("2026-11-27"),
        reason: .chargeback, recordedDate: try samples.date("2026-11-27"))
    ]
    return view
  }

  @Test("A payment: what it was applied to, taken back, refunded, reversed, and what is left")
  func payment() throws {
    let view = try paymentView()
    let shown = PaymentText.text(view, width: nil)
    expect(
      [
        "PAY-1001", "SEPA", "RF18 5390 0754 7034", "applied to invoice INV-2026-000001",
        "taken back from invoice INV-2026-000001", "stands", "refunded: goodwill",
        "reversed: Chargeback", "650.00 EUR", "-500.00 EUR", "-20.00 EUR", "30.00 EUR",
      ], in: shown)
    LedgerSamples.expectNarrow(PaymentText.text(view, width: 60))
    let json = try object { PaymentText.write(view, to: &$0) }
    #expect((json["payment"] as? [String: Any])?["unappliedAmount"] as? String == "30.00")
    #expect((json["applications"] as? [Any])?.count == 3)
    #expect((json["refunds"] as? [Any])?.count == 1 && (json["reversals"] as? [Any])?.count == 1)
  }

  @Test("A credit memo: who made it, of what, and what was applied")
  func creditMemo() throws {
    var view = CreditMemoView(memo: try samples.memo())
    view.invoiceNumbers = ["I-1": "INV-2026-000001"]
    view.applications = [
      ApplicationView(
        application: try samples.application("AP-4", .creditMemo("CM-1"), "5.10", on: "2026-11-28"),
        invoiceNumber: "INV-2026-000001", isTakenBack: false)
    ]
    let shown = CreditMemoText.text(view, width: nil)
    expect(
      [
        "CM-2026-000001", "write-off", "INV-2026-000001", "ACC-1001, Nordlys AS", "BadDebt",
        "applied to invoice INV-2026-000001", "-5.10 EUR", "0.00 EUR",
      ], in: shown)
    LedgerSamples.expectNarrow(CreditMemoText.text(view, width: 60))
    let list = CreditMemoText.list([view.memo])
    expect(["CM-2026-000001", "write-off", "2026-11-28", "5.10"], in: list.text)
    LedgerSamples.expectNarrow(list.text(width: 60))
    let json = try object { CreditMemoText.write(view, to: &$0) }
    #expect((json["creditMemo"] as? [String: Any])?["balance"] as? String == "0.00")
  }

  @Test("How an account pays: what can be charged, and no token")
  func paymentMethods() throws {
    let today = try samples.date("2026-12-15")
    var methods = ["PM-1", "PM-2", "PM-3"].map { id in
      SavedPaymentMethod(
        id: RecordID(id), accountId: "ACC-1001", kind: .card, displayName: "Visa \(id)",
        token: PaymentToken("tok-secret"), last4: "4242", expiresOn: ExpiryMonth("2026-12"),
        isAccountDefault: id == "PM-1")
    }
    methods[1].expiresOn = ExpiryMonth("2026-11")
    methods[2].isActive = false
    let shown = PaymentMethodText.text(methods, today: today, width: nil)
    for word in ["Visa PM-1", "4242", "yes, by default", "no, expired", "no, not active"] {
      #expect(shown.contains(word), "\(word)")
    }
    #expect(!shown.contains("tok-secret"))
    LedgerSamples.expectNarrow(PaymentMethodText.text(methods, today: today, width: 60))
    #expect(PaymentMethodText.text([], today: today, width: 60).isEmpty)
    let json = try object { PaymentMethodText.json(methods[0]).write(to: &$0) }
    #expect(json["expiresOn"] as? String == "2026-12" && json["isDefault"] as? Bool == true)
    #expect(json["token"] == nil)
  }

  @Test("An account: what it owes by currency, what is left to its credit, what is open")
  func account() throws {
    let account = Account(
      id: "ACC-1001", name: "Nordlys AS", currency: try #require(Currency(code: "EUR")),
      billToContact: nil,
      billingAddress: Address(street: "S", city: "C", postalCode: "1", state: nil, country: "NO"))
    var view = AccountView(account: account)
    let today = try samples.date("2026-12-15")
    #expect(
      AccountBalanceText.text(view, today: today, width: 60).contains("Nothing is open."))
    let invoice = try samples.ledger().invoice
    var balance = AccountBalance(invoice.currency)
    balance.invoices = invoice.balance
    balance.overdue = invoice.balance
    balance.unapplied = try samples.payment().unapplied
    view.balances = [balance]
    view.openItems = [
      .invoice(invoice, nextDueDate: invoice.dueDate), .payment(try samples.payment()),
    ]
    let shown = AccountBalanceText.text(view, today: today, width: nil)
    expect(
      [
        "650.00", "-30.00", "620.00", "INV-2026-000001", "Invoice, overdue", "PAY-1001",
        "2026-12-01",
      ], in: shown)
    LedgerSamples.expectNarrow(AccountBalanceText.text(view, today: today, width: 60))
    let json = try object { AccountText.json(view).write(to: &$0) }
    let balances = try #require(json["balances"] as? [[String: Any]])
    #expect(balances.map { $0["balance"] as? String } == ["620.00"])
    let items = try #require(json["openItems"] as? [[String: Any]])
    #expect(items.map { $0["openAmount"] as? String } == ["650.00", "-30.00"])
    #expect(items.map { $0["kind"] as? String } == ["Invoice", "Payment"])
  }

  @Test("A timeline: when, what, by whose request; what the clock did, and one of before")
  func history() throws {
    let ledger = try samples.ledger()
    let shown = InvoiceHistoryText.text(ledger.events, of: ledger.invoice, width: nil)
    expect(
      ["2026-11-20 09:00:00Z", "Posted: INV-2026-000001", "Billing Ops", "r-1", "the clock"],
      in: shown)
    #expect(!shown.contains("older"), "\(shown)")
    let late = InvoiceHistoryText.text([ledger.events[1]], of: ledger.invoice, width: 60)
    #expect(late.contains("older than its timeline"), "\(late)")
    LedgerSamples.expectNarrow(late)
    LedgerSamples.expectNarrow(
      InvoiceHistoryText.text(ledger.events, of: ledger.invoice, width: 60))
    let json = try object {
      InvoiceHistoryText.json(ledger.events, of: ledger.invoice).write(to: &$0)
    }
    let history = try #require(json["history"] as? [[String: Any]])
    #expect(history.map { $0["kind"] as? String } == ["Posted", "Overdue"])
    #expect(history[1]["requestIdentifier"] is NSNull)
  }

  @Test("An invoice shows what led from its total to its balance, its instalments and its memos")
  func invoice() throws {
    var invoice = try samples.ledger().invoice
    invoice.version = 4
    invoice.creditMemoIds = ["CM-1"]
    invoice.instalments = [
      Instalment(
        dueDate: try samples.date("2026-12-01"), amount: try samples.money("577.55")),
      Instalment(
        dueDate: try samples.date("2026-12-31"), amount: try samples.money("577.55")),
    ]
    var surroundings = InvoiceSurroundings()
    surroundings.memoNumbers = ["CM-1": "CM-2026-000001"]
    let text = InvoiceText(
      invoice: invoice, surroundings: surroundings, today: try samples.date("2026-11-30"))
    let shown = text.text(width: nil)
    expect(
      [
        "CM-2026-000001", "PartiallySettled", "-500.00 EUR", "-5.10 EUR", "650.00 EUR",
        "2026-12-31  577.55  577.55", "2026-12-01  577.55   72.45",
      ], in: shown)
    #expect(!shown.contains("Converted") && !shown.contains("\nPayable"), "\(shown)")
    LedgerSamples.expectNarrow(text.text(width: 60))
  }
}

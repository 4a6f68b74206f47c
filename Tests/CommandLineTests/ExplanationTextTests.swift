import Billing
import CivilTime
import Foundation
import JSON
import Monetary
import Testing

@testable import invoice_worker

/// What `invoices explain` says, to people and to machines.
@Suite("Explanations for people and machines")
struct ExplanationTextTests {
  private let samples = LedgerSamples()

  private func text(_ ledger: InvoiceLedger, line: Int? = nil, width: Int? = nil) -> String {
    ExplanationText(InvoiceExplanation(ledger), line: line, width: width).text
  }

  private func object(_ ledger: InvoiceLedger, line: Int? = nil) throws -> [String: Any] {
    let tree = ExplanationJSON.tree(InvoiceExplanation(ledger), line: line)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(tree.bytes)) as? [String: Any])
  }

  @Test("Each line, tax, total and movement is explained; nothing differs")
  func whole() throws {
    let shown = text(try samples.ledger())
    for part in [
      "Invoice INV-2026-000001 of 2026-11-01, Posted, in EUR",
      "Line 1, Platform, Professional edition: 822.58",
      "17 of the 31 days of the full period 2026-10-15 to 2026-11-14.",
      "1500.00 × 17 ÷ 31 = 822.580645161290…, rounded 822.58.",
      "Tax S 20 %: 164.52, its share: 192.52 × 822.58 ÷ 962.58 = 164.519",
      "Tax S 20 %: 28.00, its share: 192.52 × 140.00 ÷ 962.58 = 28.0005",
      "Line 2, Support: 140.00", "for one full period",
      "Tax S 20 % (std, VAT): 192.52", "962.58 × 20 % = 192.516, rounded 192.52.",
      "Due 2026-12-01, 30 days after the invoice date 2026-11-01 (payment term NET30).",
      "payment PAY-1001, received 2026-11-19, RF18 5390 0754 7034",
      "written off by credit memo CM-2026-000001",
      "Balance = payable 1155.10 − paid 500.00 − credited 5.10 (of which written off 5.10) = 650.00.",
      "Every figure that can be computed again is equal to the stored one.",
    ] {
      #expect(shown.contains(part), "\(part)\n\(shown)")
    }
    #expect(!shown.contains("DIFFERS"), "\(shown)")
  }

  @Test("It fits a narrow terminal, with every word of it")
  func narrow() throws {
    let ledger = try samples.ledger()
    let shown = text(ledger, width: 60)
    LedgerSamples.expectNarrow(shown)
    func words(_ text: String) -> [Substring] {
      text.split { $0 == " " || $0 == "\n" }.filter { $0.count > 3 }
    }
    let missing = Set(words(text(ledger))).subtracting(words(shown))
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test("--line explains one line only")
  func line() throws {
    let shown = text(try samples.ledger(), line: 2)
    #expect(shown.contains("Line 2, Support") && !shown.contains("Line 1,"), "\(shown)")
    #expect(!shown.contains("Balance"), "\(shown)")
    let json = try object(try samples.ledger(), line: 2)
    #expect((json["lines"] as? [Any])?.count == 1)
    #expect(json["balance"] == nil && json["agrees"] as? Bool == true)
  }

  @Test("A figure that differs is named where it stands and at the end")
  func differs() throws {
    let good = try samples.ledger()
    var invoice = good.invoice
    invoice.lines[0].amount = try samples.money("822.59")
    let ledger = InvoiceLedger(
      invoice, applications: good.applications, payments: Array(good.payments.values),
      creditMemos: Array(good.creditMemos.values), events: good.events)
    let shown = text(ledger)
    #expect(shown.contains("DIFFERS: 822.59 is stored, 822.58 is computed."), "\(shown)")
    #expect(
      shown.contains("line 1: 822.59 is stored, but the rest of what is stored makes 822.58."),
      "\(shown)")
    let json = try object(ledger)
    #expect(json["agrees"] as? Bool == false)
    let differences = try #require(json["differences"] as? [[String: Any]])
    #expect(differences.first?["figure"] as? String == "line 1")
    #expect(differences.first?["recomputedAmount"] as? String == "822.58")
  }

  @Test("An invoice of before says that it is older")
  func older() throws {
    let shown = text(InvoiceLedger(try samples.invoice()))
    #expect(shown.contains("It is older than the notes that explain amounts"), "\(shown)")
    #expect(shown.contains("The line is older"), "\(shown)")
    // What a line keeps is shown all the same.
    #expect(shown.contains("1500.00 × 17 ÷ 31"), "\(shown)")
  }

  @Test("Machines get the same figures")
  func json() throws {
    let json = try object(try samples.ledger())
    let lines = try #require(json["lines"] as? [[String: Any]])
    #expect(lines.map { $0["basis"] as? String } == ["Prorated", "FullPeriod"])
    #expect(lines[0]["recomputedAmount"] as? String == "822.58")
    #expect((lines[0]["quotient"] as? [String: Any])?["isExact"] as? Bool == false)
    let calculation = try #require(lines[0]["calculation"] as? [String: Any])
    #expect(calculation["days"] as? Int == 17 && calculation["ofDays"] as? Int == 31)
    #expect(calculation["fullPeriodEnd"] as? String == "2026-11-14")
    #expect(lines[1]["calculation"] is NSNull)
    let taxes = try #require(json["taxes"] as? [[String: Any]])
    #expect(taxes.map { $0["base"] as? String } == ["962.58"])
    #expect(taxes.map { $0["amount"] as? String } == ["192.52"])
    let totals = try #require(json["totals"] as? [[String: Any]])
    #expect(
      totals.map { $0["name"] as? String } == [
        "totalAmount", "totalTaxAmount", "totalAmountWithTax", "payable",
      ])
    let balance = try #require(json["balance"] as? [String: Any])
    #expect(balance["recomputedBalance"] as? String == "650.00")
    let entries = try #require(balance["entries"] as? [[String: Any]])
    #expect(
      entries.map { $0["kind"] as? String } == [
        "Payable", "Payment", "TakenBack", "Payment", "WriteOff",
      ])
    #expect(entries.map { $0["balance"] as? String }.last == "650.00")
    #expect((entries[1]["source"] as? [String: Any])?["id"] as? String == "PAY-1001")
  }
}

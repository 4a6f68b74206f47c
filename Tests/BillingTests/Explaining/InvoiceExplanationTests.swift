import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Every-amount-explains-itself>: from a stored invoice to sentences and figures, each figure recomputed.
@Suite("Explanations")
struct InvoiceExplanationTests {
  private func explain(_ invoice: Invoice, isOlder: Bool = false) -> InvoiceExplanation {
    let made = InvoiceEvent(
      invoiceId: invoice.id, at: World.now, kind: .posted, request: invoice.request)
    return InvoiceExplanation(InvoiceLedger(invoice, events: isOlder ? [] : [made]))
  }

  private func text(_ line: ExplainedLine) -> String { line.sentences.joined(separator: " ") }

  /// A made invoice, explained without a difference.
  private func explained(_ decision: Decision) throws -> InvoiceExplanation {
    let explanation = explain(try #require(decision.made.first))
    #expect(explanation.differences() == [])
    return explanation
  }

  private func money(_ text: ExactDecimal) throws -> Money {
    let dollar = try #require(Currency(code: "USD"))
    return try #require(Money(exactly: text, currency: dollar))
  }

  @Test("A part of a period: its days, the full period, the exact quotient, the rounded one")
  func prorated() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.startDate = "2026-01-15"
        $0.periodBoundary = .alignToCalendar
        $0.billingPeriodAmount = 1500
      })
    let explanation = try explained(world.generate(target: "2026-02-01"))
    let line = try #require(explanation.lines.first)
    #expect(line.basis == .prorated)
    #expect(
      line.sentences == [
        "It bills 2026-01-15 to 2026-01-31, 17 of the 31 days of the full period 2026-01-01 to 2026-01-31.",
        "1500.00 × 17 ÷ 31 = 822.580645161290…, rounded 822.58.",
      ])
    #expect(line.amount.recomputed == line.amount.stored)
  }

  @Test("Full periods, totals and charges made once say what they are")
  func plainKinds() throws {
    var world = try World()
    world.add(
      .monthly("F") {
        $0.quantity = 4
        $0.unitPrice = 25
      },
      .monthly("O") {
        $0.billingMethod = .orderAmount
        $0.billingTermUnit = .oneTime
      },
      .monthly("T") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-01-31"
        $0.totalAmount = "100.01"
      })
    let explanation = try explained(world.generate(target: "2026-01-02"))
    #expect(explanation.lines.map(\.basis) == [.fullPeriod, .oneTime, .completesTotal])
    #expect(text(explanation.lines[0]).contains("schedule F for one full period"))
    #expect(text(explanation.lines[0]).contains("4 × 25.00 = 100.00"))
    #expect(text(explanation.lines[1]).contains("charged once, and whole: 100.00"))
    #expect(text(explanation.lines[2]).contains("100.01 − 0.00 = 100.01"))
  }

  @Test("Tiers step by step, and late usage as the difference of two prices")
  func usage() throws {
    var world = try World()
    world.add(
      .monthly("U") {
        $0.billingMethod = .usage
        $0.billingType = .arrears
        $0.billingPeriodAmount = 0
        $0.tierMode = .graduated
        $0.tiers = [
          UsageTier(upTo: 5, unitPrice: 2, flatFee: 1), UsageTier(upTo: nil, unitPrice: "0.125"),
        ]
      })
    func use(_ id: UsageRecord.ID, _ quantity: ExactDecimal, _ day: CivilDate) {
      _ = world.handle(
        RecordUsage(usageRecords: [
          UsageRecord(id: id, billingScheduleId: "U", quantity: quantity, usageDate: day)
        ]))
    }
    use("1", "7.5", "2026-01-10")
    let first = try explained(world.generate(target: "2026-02-01"))
    #expect(
      first.lines[0].sentences == [
        "Used in the period: 7.5; nothing is included; charged: 7.5.",
        "Graduated tiers: each prices what of the quantity lies in it.",
        "Tier from 0 to 5: 5 × 2.00 + 1.00 once = 11.00.",
        "Tier from 5 on: 2.5 × 0.125 = 0.3125.",
        "Together = 11.3125, rounded 11.31.",
      ])
    use("2", 1, "2026-01-11")
    use("3", 1, "2026-02-11")
    let late = try explained(world.generate(target: "2026-03-01"))
    #expect(late.lines.map(\.basis) == [.lateUsage, .usage])
    #expect(text(late.lines[0]).contains("Together = 11.4375, rounded 11.44."))
    #expect(text(late.lines[0]).contains("11.44 − 11.31 = 0.13"))
    // A rate, and nothing used.
    #expect(text(late.lines[1]).contains("Graduated tiers, of which the first holds all"))
  }

  @Test("E6: a tax is rounded once, and who got the odd cents is said")
  func tax() throws {
    var world = try World()
    world.add(
      .taxTreatment(
        TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "std", isDefault: true)),
      .taxRate(
        TaxRate(
          id: "R", country: "NO", region: nil, taxCode: "std", name: "VAT", percent: 20,
          effectiveFrom: "2020-01-01", effectiveTo: nil)),
      .monthly("S1") { $0.billingPeriodAmount = "68.33" },
      .monthly("S2") { $0.billingPeriodAmount = "68.33" })
    let explanation = try explained(world.generate(target: "2026-01-02"))
    let tax = try #require(explanation.taxes.first)
    #expect(explanation.taxes.count == 1)
    #expect(tax.title == "S 20 % (std, VAT)")
    #expect(tax.base.decimalText == "136.66")
    #expect(tax.quotient.text(in: tax.base.currency) == "27.332")
    #expect(tax.amount.stored.decimalText == "27.33")
    #expect(tax.shares.map(\.amount.stored.decimalText) == ["13.67", "13.66"])
    #expect(tax.shares.map(\.isRaised) == [true, false])
    #expect(tax.sentences[0].contains("136.66 × 20 % = 27.332, rounded 27.33."))
    #expect(tax.sentences[2].hasSuffix("of equal ones the earlier: line 1."))
  }

  @Test("A figure that was changed behind the worker's back is named, with what it should be")
  func differences() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.startDate = "2026-01-15"
        $0.periodBoundary = .alignToCalendar
      })
    var invoice = try #require(world.generate(target: "2026-02-01").made.first)
    let good = invoice.lines[0].amount
    invoice.lines[0].amount = try good.adding(try money("0.01"))
    invoice.balance = try money("1")
    invoice.settled.paid = try money("2")
    let found = explain(invoice).differences()
    #expect(
      found.map(\.figure) == ["line 1", "totalAmount", "paidAmount", "balance"])
    #expect(found[0].recomputed == good)
    #expect(
      found[0].sentence.contains("54.85 is stored, but the rest of what is stored makes 54.84"))
    #expect(explain(invoice).differences(ofLine: 1).map(\.figure) == ["line 1"])
    #expect(explain(invoice).differences(ofLine: 2).isEmpty)
  }

  @Test("A line of before says that it is older, and is not taken for a full period")
  func older() throws {
    var world = try World()
    world.add(.monthly("S"))
    let invoice = try #require(world.generate(target: "2026-01-02").made.first)
    let explanation = explain(invoice, isOlder: true)
    #expect(explanation.lines.map(\.basis) == [.older])
    #expect(text(explanation.lines[0]).contains("older"))
    #expect(explanation.differences().isEmpty)
    #expect(explain(invoice).lines.map(\.basis) == [.fullPeriod])
  }

  @Test("A line from outside: what its parts make stands beside the amount as given")
  func ingested() throws {
    var world = try World()
    world.add(.monthly("S"))
    var invoice = try #require(world.generate(target: "2026-01-02").made.first)
    invoice.creationMode = .external
    invoice.lines[0].quantity = 30
    invoice.lines[0].unitPrice = 40
    invoice.lines[0].ingested = IngestedLineDetails(
      priceBaseQuantity: 10, allowances: [AmountWithReason(amount: 50, reason: "loyalty")],
      charges: [AmountWithReason(amount: 30)], areTaxesGiven: true)
    invoice.lines[0].taxes = [
      InvoiceLineTax(name: "VAT", code: "S", category: "S", rate: 25, amount: try money("24.99"))
    ]
    invoice.totalTaxAmount = try money("24.99")
    invoice.totalAmountWithTax = try money("124.99")
    invoice.payable = try money("124.99")
    invoice.balance = try money("124.99")
    let explanation = explain(invoice)
    #expect(explanation.lines.map(\.basis) == [.given])
    #expect(
      explanation.lines[0].sentences == [
        "The amount holds as the document gives it: 100.00.",
        "30 × 40.00 ÷ 10 + 30.00 − 50.00 (loyalty) = 100.00.",
      ])
    #expect(explanation.taxes.map(\.isGiven) == [true])
    #expect(explanation.taxes[0].sentences.last == "The document gives 24.99, and that holds.")
    #expect(explanation.differences().isEmpty)
    invoice.lines[0].ingested?.areTaxesGiven = false
    invoice.areTaxesQuoted = true
    let quoted = explain(invoice)
    #expect(quoted.taxes.map(\.isGiven) == [false])
    #expect(quoted.taxes.map(\.isQuoted) == [true])
    #expect(quoted.taxes[0].sentences.last == "The tax engine gave 24.99, and that holds.")
    #expect(quoted.differences().isEmpty, "an engine's amounts hold as they are")
    invoice.areTaxesQuoted = false
    #expect(!explain(invoice).differences().isEmpty)
    invoice.lines[0].ingested?.areTaxesGiven = true
    invoice.lines[0].quantity = 31
    let other = explain(invoice)
    #expect(text(other.lines[0]).contains("= 104.00. That is not the amount given"))
    #expect(other.differences().isEmpty, "the amount given holds")
  }
}

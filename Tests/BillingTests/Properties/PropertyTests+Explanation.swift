import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// Whatever is billed explains itself.
extension PropertyTests {
  /// No figure differs, and a line that says nothing is simply the amount of its schedule for a full period.
  private func expectExplained(
    _ decision: Decision, in world: World, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int {
    for invoice in decision.made {
      let made = InvoiceEvent(
        invoiceId: invoice.id, at: World.now, kind: .posted, request: invoice.request)
      let explanation = InvoiceExplanation(InvoiceLedger(invoice, events: [made]))
      #expect(
        explanation.differences().map(\.sentence) == [], "\(invoice.lines)",
        sourceLocation: sourceLocation)
      for line in explanation.lines {
        #expect(line.basis != .older && line.basis != .given, sourceLocation: sourceLocation)
        #expect(!line.sentences.isEmpty, sourceLocation: sourceLocation)
        guard line.basis == .fullPeriod, let id = line.line.billingScheduleId else { continue }
        let schedule = try world.schedule(id)
        #expect(
          line.line.amount.decimal == schedule.billingPeriodAmount, "\(schedule)",
          sourceLocation: sourceLocation)
        let day = try #require(line.line.period?.from)
        #expect(
          schedule.fullPeriod(holding: day) == line.line.period, "\(schedule)",
          sourceLocation: sourceLocation)
      }
    }
    return decision.made.reduce(0) { $0 + $1.lines.count }
  }

  @Test("Every line, tax and total of random accounts is explained, and comes out the same again")
  func explained() throws {
    var generator = SeededGenerator(seed: 61)
    var lineCount = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(
        schedules: Int.random(in: 1...4, using: &generator), using: &generator)
      var world = try world(account)
      let percent = generator.pick(["0", "7", "7.5", "8.875", "19", "25"] as [ExactDecimal])
      world.add(
        .taxTreatment(
          TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "std", isDefault: true)),
        .taxRate(
          TaxRate(
            id: "R", country: "NO", region: nil, taxCode: "std", name: "VAT", percent: percent,
            effectiveFrom: "2020-01-01", effectiveTo: nil)))
      for _ in 0..<3 {
        let decision = world.generate(
          target: account.horizon(using: &generator), inclusive: true, zeroAmountInvoices: true)
        lineCount += try expectExplained(decision, in: world)
      }
    }
    #expect(lineCount > Self.cases)
  }

  @Test("Usage by rates and tiers, late and in time, is explained, and comes out the same again")
  func usageExplained() throws {
    var generator = SeededGenerator(seed: 62)
    var kinds: Set<LineCalculation.Kind> = []
    for _ in 0..<Self.cases {
      var world = try World(currency: generator.currency())
      let mode = generator.pick([nil, .graduated, .volume] as [TierMode?])
      let included = Int.random(in: 0...30, using: &generator)
      func price() -> ExactDecimal {
        ExactDecimal(coefficient: Int128(Int.random(in: 0...90_000, using: &generator)), scale: 4)
          ?? 1
      }
      let tiers = [
        UsageTier(upTo: 10, unitPrice: price(), flatFee: generator.isOne(in: 2) ? price() : nil),
        UsageTier(upTo: 25, unitPrice: price()), UsageTier(upTo: nil, unitPrice: price()),
      ]
      let rate = price()
      world.add(
        .monthly("U") {
          $0.billingMethod = .usage
          $0.billingType = .arrears
          $0.billingPeriodAmount = 0
          $0.unitPrice = rate
          $0.includedQuantity = ExactDecimal(included)
          $0.tierMode = mode
          $0.tiers = mode == nil ? [] : tiers
        })
      for month in 1...4 {
        for number in 0..<3 {
          let quantity = ExactDecimal(
            coefficient: Int128(Int.random(in: 0...20_000, using: &generator)), scale: 3)
          _ = world.handle(
            RecordUsage(usageRecords: [
              UsageRecord(
                id: UsageRecord.ID("\(month)-\(number)"), billingScheduleId: "U",
                quantity: quantity ?? 1,
                usageDate: ("2026-01-01" as CivilDate).adding(
                  days: Int.random(in: 0..<(30 * month), using: &generator)))
            ]))
        }
        let decision = world.generate(
          target: ("2026-01-01" as CivilDate).adding(months: month, dayOfMonth: 1),
          zeroAmountInvoices: true)
        _ = try expectExplained(decision, in: world)
        kinds.formUnion(decision.made.flatMap(\.lines).compactMap { $0.calculation?.kind })
      }
    }
    #expect(kinds == [.usage, .lateUsage])
  }
}

import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// <doc:Lifecycle#Instalments>.
@Suite("Instalments")
struct InstalmentTests {
  private func term(
    _ weights: [ExactDecimal], days: [Int], kind: PaymentTerm.Kind = .periodBased,
    isDefault: Bool = true
  ) -> PaymentTerm {
    PaymentTerm(
      id: "T", name: "T",
      instalments: weights.indices.map {
        PaymentTerm.Instalment(weight: weights[$0], kind: kind, days: days[$0])
      }, isDefault: isDefault)
  }

  @Test(
    "E31, E32: what is payable is split by weight, and the parts sum to it",
    arguments: [
      ("5.47", "EUR", ["33.34", "33.33", "33.33"], ["1.83", "1.82", "1.82"]),
      ("100.00", "EUR", ["1", "1", "1"], ["33.34", "33.33", "33.33"]),
      ("100", "JPY", ["1", "1", "1"], ["34", "33", "33"]),
      ("10.000", "KWD", ["1", "1", "1"], ["3.334", "3.333", "3.333"]),
    ] as [(String, String, [String], [String])])
  func split(amount: String, currency: String, weights: [String], parts: [String]) throws {
    let currency = try #require(Currency(code: currency))
    let decimal = try #require(ExactDecimal(wire: amount))
    let money = try #require(Money(exactly: decimal, currency: currency))
    let term = term(
      try weights.map { try #require(ExactDecimal(wire: $0)) }, days: weights.map { _ in 0 })
    #expect(try term.split(money).map(\.decimalText) == parts)
  }

  @Test("E33: instalments of 30, 50, 20 with 40.00 paid: the oldest is filled first")
  func paid() throws {
    var world = try LifecycleWorld(
      .november { $0.billingPeriodAmount = 100 },
      .paymentTerm(term([30, 50, 20], days: [30, 60, 90])), vat: false)
    let invoice = try world.generate(by: "2026-11-02", dated: "2026-09-01", .posted)
    #expect(invoice.instalments.map(\.dueDate) == ["2026-10-01", "2026-10-31", "2026-11-30"])
    #expect(invoice.instalments.map(\.amount.decimalText) == ["30.00", "50.00", "20.00"])
    #expect(invoice.dueDate == "2026-11-30")
    #expect(invoice.nextDueDate == "2026-10-01")
    #expect(invoice.shownStatus(on: "2026-10-01") == .posted)
    #expect(invoice.shownStatus(on: "2026-10-02") == .overdue)
    try world.pay(invoice.id, 40)
    let paid = try world.invoice(invoice.id)
    #expect(paid.openInstalments.map(\.openAmount.decimalText) == ["0.00", "40.00", "20.00"])
    #expect(paid.nextDueDate == "2026-10-31")
    #expect(paid.settlementStatus == .partiallySettled)
    #expect(paid.shownStatus(on: "2026-10-31") == .partiallyPaid)
    #expect(paid.shownStatus(on: "2026-11-20") == .overdue)
    #expect(paid.summary.shownStatus(on: "2026-11-20") == .overdue)
  }

  /// 30, 50 and 20 due 2026-10-01, 10-31 and 11-30, of which so much is paid.
  private func invoice(paid: ExactDecimal, _ world: LedgerWorld) throws -> Invoice {
    var world = world
    let euro = try #require(Currency(code: "EUR"))
    var parts: [Instalment] = []
    for (due, amount) in [("2026-10-01", 30), ("2026-10-31", 50), ("2026-11-30", 20)]
      as [(CivilDate, ExactDecimal)]
    {
      parts.append(
        Instalment(dueDate: due, amount: try #require(Money(exactly: amount, currency: euro))))
    }
    let made = try world.post("I", "100.00") { $0.instalments = parts }
    return try settled(made, paid)
  }

  private func settled(_ invoice: Invoice, _ paid: ExactDecimal) throws -> Invoice {
    var settled = SettledAmounts(invoice.currency)
    settled.paid = try #require(Money(exactly: paid, currency: invoice.currency))
    return try invoice.withFigures(of: settled)
  }

  /// What the clock reports on a day, and the invoice after it. `rows` is the timeline.
  private func report(
    _ invoice: inout Invoice, on day: CivilDate, _ rows: inout [InvoiceEvent]
  ) -> [String] {
    var reported: [CivilDate: Int] = [:]
    for row in rows { if let date = row.reportedDueDate { reported[date, default: 0] += 1 } }
    let overdue = invoice.unreportedOverdue(on: day, reported: reported)
    for one in overdue {
      rows.append(.overdue(one, of: invoice.id, at: UTCInstant(microsecondsSince1970: 0)))
    }
    invoice = invoice.reportingOverdue(on: day)
    return overdue.map { "\($0.index) \($0.dueDate) \($0.openAmount.decimalText)" }
  }

  @Test(
    "An instalment that was paid early is reported once it is open again, those reported are not")
  func reopened() throws {
    var invoice = try invoice(paid: 30, LedgerWorld())
    var rows: [InvoiceEvent] = []
    #expect(report(&invoice, on: "2026-10-02", &rows).isEmpty)
    #expect(
      report(&invoice, on: "2026-12-01", &rows) == ["1 2026-10-31 50.00", "2 2026-11-30 20.00"])
    #expect(rows.map(\.detail) == ["50.00 EUR of 2026-10-31", "20.00 EUR of 2026-11-30"])
    #expect(invoice.nextOverdueDate == nil)

    // The payment is taken back: the first is open for the first time.
    invoice = try settled(invoice, 0)
    #expect(invoice.nextOverdueDate == "2026-10-01")
    #expect(report(&invoice, on: "2026-12-02", &rows) == ["0 2026-10-01 30.00"])
    #expect(invoice.nextOverdueDate == nil)

    // All is paid and taken back again: every instalment was reported before.
    invoice = try settled(try settled(invoice, 100), 0)
    #expect(invoice.nextOverdueDate == "2026-10-01")
    #expect(report(&invoice, on: "2026-12-03", &rows).isEmpty)
    #expect(invoice.nextOverdueDate == nil)
    #expect(rows.count == 3)
  }

  @Test("A part that opens more of a reported instalment is no new one")
  func reopenedInPart() throws {
    var invoice = try invoice(paid: 40, LedgerWorld())
    var rows: [InvoiceEvent] = []
    #expect(report(&invoice, on: "2026-11-01", &rows) == ["1 2026-10-31 40.00"])
    invoice = try settled(invoice, 35)
    #expect(invoice.nextOverdueDate == "2026-11-30")
    #expect(report(&invoice, on: "2026-11-02", &rows).isEmpty)
    #expect(report(&invoice, on: "2026-12-01", &rows) == ["2 2026-11-30 20.00"])
  }

  @Test("Of instalments with one due date each is reported once")
  func sameDate() throws {
    var invoice = try invoice(paid: 30, LedgerWorld())
    invoice.instalments[0] = Instalment(
      dueDate: "2026-10-31", amount: invoice.instalments[0].amount)
    var rows: [InvoiceEvent] = []
    #expect(report(&invoice, on: "2026-11-01", &rows) == ["1 2026-10-31 50.00"])
    invoice = try settled(invoice, 0)
    #expect(report(&invoice, on: "2026-11-02", &rows) == ["0 2026-10-31 30.00"])
    invoice = try settled(try settled(invoice, 80), 0)
    #expect(report(&invoice, on: "2026-11-03", &rows).isEmpty)
  }

  @Test("Final tax moves the amounts; the due dates stay, also where the term has changed")
  func posted() throws {
    var world = try LifecycleWorld(
      .november { $0.billingPeriodAmount = 100 },
      .paymentTerm(term([1, 1, 1], days: [30, 60, 90])))
    let draft = try world.generate(by: "2026-11-02")
    #expect(draft.instalments.map(\.amount.decimalText) == ["41.67", "41.67", "41.66"])
    world.add(LifecycleWorld.rate("25", 26, from: "2020-01-01"))
    world.add(.paymentTerm(term([1, 1, 1], days: [1, 2, 3])))
    #expect(world.post(draft.id).outcome == .succeeded)
    let posted = try world.invoice(draft.id)
    #expect(posted.instalments.map(\.dueDate) == draft.instalments.map(\.dueDate))
    #expect(posted.instalments.map(\.amount.decimalText) == ["42.00", "42.00", "42.00"])
    #expect(posted.dueDate == draft.dueDate)
  }

  @Test(
    "The weights are the draft's, too: a term with others by now splits in proportion as it was")
  func otherWeights() throws {
    var world = try LifecycleWorld(
      .november { $0.billingPeriodAmount = 100 },
      .paymentTerm(term([1, 1, 1], days: [30, 60, 90])))
    let draft = try world.generate(by: "2026-11-02")
    world.add(LifecycleWorld.rate("25", 26, from: "2020-01-01"))
    world.add(.paymentTerm(term([1, 2, 3], days: [30, 60, 90])))
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(
      try world.invoice(draft.id).instalments.map(\.amount.decimalText)
        == ["42.01", "42.00", "41.99"])
  }

  @Test("Where the term has another number of instalments by now, the amounts as they were decide")
  func otherCount() throws {
    var world = try LifecycleWorld(
      .november { $0.billingPeriodAmount = 100 },
      .paymentTerm(term([1, 3], days: [30, 60])))
    let draft = try world.generate(by: "2026-11-02")
    world.add(LifecycleWorld.rate("25", 26, from: "2020-01-01"))
    world.add(.paymentTerm(term([1, 1, 1], days: [30, 60, 90])))
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(
      try world.invoice(draft.id).instalments.map(\.amount.decimalText) == ["31.50", "94.50"])
  }

  @Test("What the customer has to his credit is due once, at the first date")
  func negative() throws {
    var world = try LifecycleWorld(
      .paymentTerm(term([1, 1], days: [30, 60])), vat: false)
    let invoice = try world.ingest([
      IncomingLine(name: "x", quantity: 1, unitPrice: -30, chargeAmount: -30)
    ])
    #expect(invoice.instalments.isEmpty)
    #expect(invoice.dueDate == "2026-12-20")
    let note = try world.ingest([
      IncomingLine(name: "x", quantity: 1, unitPrice: 30, chargeAmount: 30)
    ]) { $0.documentType = .creditNote }
    #expect(note.balance.decimalText == "-30.00")
    #expect(note.instalments.isEmpty)
  }

  @Test("A due date given with an ingested invoice is the one of all that is payable")
  func ingested() throws {
    var world = try LifecycleWorld(
      .paymentTerm(term([1, 1], days: [30, 60])), vat: false)
    let line = IncomingLine(name: "x", quantity: 1, unitPrice: 30, chargeAmount: 30)
    let given = try world.ingest([line]) { $0.dueDate = "2026-12-31" }
    #expect(given.instalments.isEmpty)
    #expect(given.dueDate == "2026-12-31")
    let split = try world.ingest([line])
    #expect(split.instalments.map(\.amount.decimalText) == ["15.00", "15.00"])
    #expect(split.dueDate == "2027-01-19")
  }

  @Test(
    "Weights more than 0, at most 36 instalments, none due before the one before it on any date")
  func faults() {
    func places(_ term: PaymentTerm) -> [String] { term.fieldFaults.map(\.field) }
    #expect(places(term([1, 1, 1], days: [30, 30, 90])).isEmpty)
    #expect(places(term([1, 0], days: [30, 60])) == ["instalments/1/weight"])
    #expect(places(term([1, -1], days: [30, 60])) == ["instalments/1/weight"])
    #expect(places(term([1, 1], days: [60, 30])) == ["instalments/1/days"])
    #expect(places(term([1, 1], days: [-1, 30])) == ["instalments/0/days"])
    let many = Array(repeating: ExactDecimal(integerLiteral: 1), count: 37)
    #expect(places(term(many, days: many.map { _ in 1 })) == ["instalments"])
    #expect(places(term(Array(many.prefix(36)), days: many.prefix(36).map { _ in 1 })).isEmpty)
    func mixed(_ first: (PaymentTerm.Kind, Int), _ second: (PaymentTerm.Kind, Int)) -> [String] {
      places(
        PaymentTerm(
          id: "T", name: "T",
          instalments: [first, second].map {
            PaymentTerm.Instalment(weight: 1, kind: $0.0, days: $0.1)
          }))
    }
    #expect(mixed((.periodBased, 10), (.endOfMonthPlus, 10)).isEmpty)
    #expect(mixed((.periodBased, 10), (.endOfMonthPlus, 9)) == ["instalments/1/days"])
    #expect(mixed((.endOfMonthPlus, 10), (.periodBased, 41)).isEmpty)
    #expect(mixed((.endOfMonthPlus, 10), (.periodBased, 40)) == ["instalments/1/days"])
  }

  @Test("No due date of an accepted term is before the one before it, whatever day the invoice has")
  func inOrder() {
    var generator = SeededGenerator(seed: 33)
    var accepted = 0
    for _ in 0..<2_000 {
      let term = PaymentTerm(
        id: "T", name: "T",
        instalments: (0..<3).map { _ in
          PaymentTerm.Instalment(
            weight: 1, kind: Bool.random(using: &generator) ? .periodBased : .endOfMonthPlus,
            days: Int.random(in: 0...90, using: &generator))
        })
      guard term.fieldFaults.isEmpty else { continue }
      accepted += 1
      let start: CivilDate = "2027-12-01"
      for offset in stride(from: 0, to: 400, by: 3) {
        let dates = term.dueDates(ofInvoiceDated: start.adding(days: offset))
        #expect(dates == dates.sorted(), "\(term)")
      }
    }
    #expect(accepted > 50)
  }
}

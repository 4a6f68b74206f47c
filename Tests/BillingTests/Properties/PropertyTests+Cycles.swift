import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

extension PropertyTests {
  /// The account's schedules, all of them of contract `C`.
  private func contractWorld(_ account: RandomAccount) throws -> World {
    let records = account.records.map { record -> Record in
      guard case .billingSchedule(var schedule) = record else { return record }
      schedule.billingContractId = "C"
      return .billingSchedule(schedule)
    }
    return try world(
      account, [.billingContract(BillingContract(id: "C", accountId: "A", name: "C"))] + records)
  }

  private var contract: GenerateInvoices.Selector {
    .billingContracts([ContractSelection(billingContractId: "C")])
  }

  @Test("Billing cycle by cycle equals billing the account, also with empty cycles")
  func cycleByCycle() throws {
    var generator = SeededGenerator(seed: 71)
    var cycles = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(
        schedules: Int.random(in: 1...4, using: &generator), using: &generator)
      let target = account.horizon(using: &generator)
      var whole = try world(account)
      let expected = whole.generate(target: target)
      var steps = try contractWorld(account)
      var lines: [String] = []
      // Every cycle bills something, so there are no more of them than lines.
      for _ in 0...(expected.lines.count + 1) {
        let decision = steps.generate(contract, target: target)
        #expect(decision.errors.isEmpty && decision.failed.isEmpty)
        guard !decision.made.isEmpty else { break }
        lines += decision.lines
        cycles += 1
      }
      // What charges nothing may come with a line of the other way or wait for the next.
      func charged(_ lines: [String]) -> [String] {
        lines.filter { line in
          line.split(separator: " ").last?.contains { $0 != "0" && $0 != "." } ?? false
        }
        .sorted()
      }
      #expect(charged(lines) == charged(expected.lines), "\(account.schedules) by \(target)")
      for schedule in account.schedules {
        #expect(
          try whole.progress(schedule.id).billedAmount == steps.progress(schedule.id).billedAmount)
      }
    }
    #expect(cycles > Self.cases)
  }

  @Test("A preview of n periods is what n generations make", arguments: [false, true])
  func previewed(isByContract: Bool) throws {
    var generator = SeededGenerator(seed: isByContract ? 72 : 73)
    var previewed = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(
        schedules: Int.random(in: 1...3, using: &generator), using: &generator)
      var world = try isByContract ? contractWorld(account) : world(account)
      let selector = isByContract ? contract : .account("A")
      let target = account.horizon(using: &generator)
      let periods = Int.random(in: 1...8, using: &generator)
      let preview = world.plan(
        PreviewInvoices(
          generation: GenerateInvoices(
            selector: selector, targetDate: target, invoiceDate: target, action: .draft),
          periods: periods))
      let invoices = try #require(preview.answer.previews)
      previewed += invoices.count
      // Generated when the preview says, and on no other day is there anything to make.
      var made: [Invoice] = []
      var generations = 0
      var day = target.adding(days: -1)
      let last = max(invoices.map(\.invoiceDate).max() ?? target, target)
      while generations < periods, day <= last {
        let decision = world.generate(
          selector, target: day, inclusive: true, invoiceDate: max(target, day), action: .draft)
        #expect(decision.errors.isEmpty && decision.failed.isEmpty)
        if decision.made.isEmpty {
          // The next day on which anything falls due; no day between is any different.
          let next = account.schedules.compactMap { schedule -> CivilDate? in
            guard let stored = world.facts.schedules[schedule.id],
              let progress = stored.progress, progress.status == .readyForInvoicing,
              let periods = stored.unbilledPeriods(from: progress.nextChargeFromDate)
            else { return nil }
            return periods.dueDay(at: periods.count(dueBy: day))
          }
          .min()
          guard let next else { break }
          day = next
        } else {
          made += decision.made
          generations += 1
        }
      }
      #expect(
        made.map(\.totalAmount) == invoices.map(\.totalAmount),
        "\(account.schedules) \(account.usage) from \(target), \(periods) periods")
      // Lines that charge nothing may come along, or a generation in between has completed their schedule.
      func charged(_ invoice: Invoice) -> [CivilPeriod?] {
        invoice.lines.filter { !$0.amount.isZero }.map(\.period)
      }
      #expect(made.map(charged) == invoices.map(charged))
      #expect(made.map(\.invoiceDate) == invoices.map(\.invoiceDate))
    }
    #expect(previewed > Self.cases)
  }
}

import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// The only schedule of an account, while time passes and people change their minds.
struct ScheduleLife {
  private(set) var world: World
  /// As it was last sent.
  private var schedule: BillingSchedule
  private var lines: [InvoiceLine] = []
  private var isSuspended = false

  init(_ world: World, of schedule: BillingSchedule) {
    self.world = world
    self.schedule = schedule
  }

  /// One thing happens.
  mutating func goOn(until day: CivilDate, using generator: inout SeededGenerator) throws {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0, 1, 2, 3: bill(by: day)
    case 4:
      if schedule.endDate != nil { send { $0.endDate = max(day, $0.startDate) } }
    case 5:
      let isCleared = Bool.random(using: &generator)
      send { $0.cancellationDate = isCleared ? nil : day }
    case 6: amend(using: &generator)
    case 7:
      if schedule.billingMethod == .milestone { send { $0.milestoneDate = day } }
    case 8: try suspendOrResume(on: day)
    default: try fallIntoErrorAndRecover(on: day)
    }
  }

  /// Everything that has an end is billed to it.
  mutating func end() throws {
    if isSuspended { try suspendOrResume(on: "2030-01-01") }
    let pending = try world.progress(schedule.id).pendingAmount
    let before = try world.progress(schedule.id)
    bill(by: "2031-01-01")
    let progress = try world.progress(schedule.id)
    if progress.status == .completelyBilled, let pending {
      #expect(try before.billedAmount.adding(pending) == progress.billedAmount, "\(schedule)")
      if let total = schedule.totalAmount, !schedule.isCutByCancellation,
        before.status == .readyForInvoicing
      {
        #expect(progress.billedAmount.decimal == total, "\(schedule)")
      }
    }
    #expect(progress.status != .error)
  }

  /// What holds at every moment.
  func check() throws {
    let progress = try world.progress(schedule.id)
    let sum = try Money.sum(lines.map(\.amount), currency: progress.billedAmount.currency)
    #expect(progress.billedAmount == sum, "\(schedule)")
    #expect(progress.hasLines == !lines.isEmpty)
    for (line, next) in zip(lines, lines.dropFirst()) {
      #expect(line.period?.to == next.period?.from, "\(schedule)")
    }
    if let last = lines.last {
      #expect(progress.nextChargeFromDate == last.period?.to, "\(schedule)")
    }
    switch progress.status {
    case .readyForInvoicing: #expect(progress.nextBillingDate != nil)
    case .completelyBilled:
      #expect(progress.nextBillingDate == nil)
      #expect(progress.pendingAmount?.isZero == true)
    case .waitingForMilestone:
      #expect(progress.nextBillingDate == nil && lines.isEmpty)
    case .error: Issue.record("nothing leaves it in Error")
    }
  }

  private mutating func bill(by day: CivilDate) {
    lines += world.generate(target: day, inclusive: true, zeroAmountInvoices: true).made
      .flatMap(\.lines)
  }

  /// Sends it with a change; a change that is refused has not happened.
  private mutating func send(_ change: (inout BillingSchedule) -> Void) {
    var changed = schedule
    change(&changed)
    guard changed.fieldFaults.isEmpty,
      world.upsert([.billingSchedule(changed)]).errors.isEmpty
    else { return }
    schedule = changed
  }

  /// Another amount and quantity for what is to come; a total does not outlive them.
  private mutating func amend(using generator: inout SeededGenerator) {
    guard schedule.billingMethod != .usage else { return }
    let units = Int128.random(in: -50_000...500_000, using: &generator)
    send {
      $0.billingPeriodAmount =
        ExactDecimal(coefficient: units, scale: Int($0.billingPeriodAmount.scale)) ?? 1
      $0.quantity = 3
      $0.totalAmount = nil
    }
  }

  private mutating func suspendOrResume(on day: CivilDate) throws {
    let decision =
      isSuspended
      ? world.handle(ResumeBilling(suspensionId: "X", resumeDate: day))
      : world.handle(
        SuspendBilling(
          suspension: BillingSuspension(
            id: "X", target: .billingSchedule(schedule.id), suspendDate: day)))
    // A resumption may lie before the suspension, and is refused then.
    if decision.errors.isEmpty { isSuspended.toggle() }
  }

  /// Nobody to send the invoice to: its group fails. Then there is somebody again.
  private mutating func fallIntoErrorAndRecover(on day: CivilDate) throws {
    let account = try #require(world.facts.accounts["A"])
    var nobodys = account
    nobodys.billToContact = nil
    world.add(.account(nobodys))
    let failed = world.generate(target: day, inclusive: true, zeroAmountInvoices: true)
    #expect(failed.made.isEmpty)
    world.add(.account(account))
    guard !failed.failed.isEmpty else { return }
    #expect(try world.progress(schedule.id).status == .error)
    let recovered = world.handle(
      RecoverBillingSchedules(billingScheduleIds: [schedule.id]))
    #expect(recovered.errors.isEmpty)
  }
}

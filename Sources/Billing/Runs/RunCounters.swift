package import Monetary

/// What a run or a chunk of it has done so far.
package struct RunCounters: Hashable, Sendable {
  /// Accounts with at least one schedule that was due.
  package var accountsSelected = 0
  package var schedulesSelected = 0
  package var schedulesBilled = 0
  /// Put in Error.
  package var schedulesFailed = 0
  package var invoicesMade = 0
  package var invoicesPosted = 0
  /// Of a run that bills: grouping keys without invoice; of others invoices that were refused.
  package var invoicesFailed = 0
  package var invoicesCanceled = 0
  package var lines = 0
  /// Of the invoices made those whose tax the rate table estimated, because the tax engine was away.
  package var taxesEstimated = 0
  /// Of a Tasks run.
  package var tasksRequested = 0
  /// Of an Email run.
  package var emailsQueued = 0
  /// Of an Email run that has ended: how many of them waited for another day then, for the daily limit had no room for them.
  package var emailsPostponed = 0
  /// Schedules of a Recover run that are ready again.
  package var recovered = 0
  /// Those that were not in Error any more.
  package var unrecovered = 0
  /// What was passed over, never 0.
  package var skipped: [SkipReason: Int] = [:]
  package var chunksMade = 0
  package var chunksDone = 0

  package enum SkipReason: String, Hashable, Sendable, CaseIterable {
    case suspended = "Suspended"
    case zeroAmount = "ZeroAmount"
    case afterCancellation = "AfterCancellation"
    case alreadyPosted = "AlreadyPosted"
    case notDraft = "NotDraft"
    case notPosted = "NotPosted"
    case nothingToCharge = "NothingToCharge"
    case alreadyRequested = "AlreadyRequested"
    case optedOut = "OptedOut"
    case alreadySent = "AlreadySent"
    case addressMissing = "AddressMissing"
  }

  package init() {}

  package mutating func skip(_ reason: SkipReason, _ count: Int = 1) {
    guard count > 0 else { return }
    skipped[reason, default: 0] += count
  }

  /// Adds what another chunk has done.
  package mutating func add(_ other: RunCounters) {
    accountsSelected += other.accountsSelected
    schedulesSelected += other.schedulesSelected
    schedulesBilled += other.schedulesBilled
    schedulesFailed += other.schedulesFailed
    invoicesMade += other.invoicesMade
    invoicesPosted += other.invoicesPosted
    invoicesFailed += other.invoicesFailed
    invoicesCanceled += other.invoicesCanceled
    lines += other.lines
    taxesEstimated += other.taxesEstimated
    tasksRequested += other.tasksRequested
    emailsQueued += other.emailsQueued
    emailsPostponed += other.emailsPostponed
    recovered += other.recovered
    unrecovered += other.unrecovered
    for (reason, count) in other.skipped { skip(reason, count) }
    chunksMade += other.chunksMade
    chunksDone += other.chunksDone
  }
}

/// The totals of a run's invoices in one currency. Never summed across currencies.
package struct RunTotals: Hashable, Sendable {
  package var invoices: Int
  package var totalAmount: Money
  package var totalTaxAmount: Money
  package var totalAmountWithTax: Money

  package var currency: Currency { totalAmount.currency }

  package init(
    invoices: Int, totalAmount: Money, totalTaxAmount: Money, totalAmountWithTax: Money
  ) {
    self.invoices = invoices
    self.totalAmount = totalAmount
    self.totalTaxAmount = totalTaxAmount
    self.totalAmountWithTax = totalAmountWithTax
  }
}

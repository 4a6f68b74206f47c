package import CivilTime

/// A piece of work over very many accounts or invoices, spread over all workers in chunks (<doc:InvoiceRuns>): the record of what was
/// requested and of the results.
///
/// While it is Running its counters are those of its chunks (``RunChunk``), summed when they are read; they are stored here
/// when it ends.
package struct InvoiceRun: Hashable, Sendable, Identifiable {
  package let id: RecordID<InvoiceRun>
  package let kind: Kind
  package var schedulerId: InvoiceScheduler.ID?
  /// The instant of the occurrence that it is the run of.
  package var scheduledFor: UTCInstant?
  /// The occurrence's local day, also when it runs late; of other runs the UTC day on which they were accepted.
  package let runDate: CivilDate
  /// What is billed and how; nil of kinds that make no invoices.
  package var terms: RunTerms?
  package var criteria: RunCriteria
  package var then: RunContinuation
  /// The run whose invoices or schedules this one goes over.
  package var parentRunId: InvoiceRun.ID?
  /// The run whose failed accounts this one bills again: of what the criteria select, only accounts with an error of that run.
  package var retryOf: InvoiceRun.ID?
  /// Of a Recover run: whether a run over the accounts with errors begins when it ends.
  package var retriesWhenEnded = false
  /// Of a Tasks run.
  package var tasks: RunTaskTerms?
  /// Of an Email run.
  package var email: RunEmailTerms?
  package var status: Status
  package let startedAt: UTCInstant
  package var completedAt: UTCInstant?
  package var counters = RunCounters()
  /// By currency code.
  package var totals: [RunTotals] = []
  package var errorCount = 0
  /// What asked for it; nil for what a scheduler or another run began.
  package var request: RequestKey?
  package var requestedBy: RequestedBy?

  package init(
    id: RecordID<InvoiceRun>, kind: Kind, runDate: CivilDate, terms: RunTerms? = nil,
    criteria: RunCriteria = RunCriteria(), then: RunContinuation = RunContinuation(),
    startedAt: UTCInstant, status: Status = .running
  ) {
    self.id = id
    self.kind = kind
    self.runDate = runDate
    self.terms = terms
    self.criteria = criteria
    self.then = then
    self.startedAt = startedAt
    self.status = status
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case generate = "Generate"
    case preview = "Preview"
    case post = "Post"
    case email = "Email"
    case tasks = "Tasks"
    case recover = "Recover"
    case cancel = "Cancel"

    /// Whether its chunks are ranges of accounts; else of the parent's invoices or, to be recovered, of its schedules in Error.
    package var billsAccounts: Bool { self == .generate || self == .preview }
  }

  package enum Status: String, Hashable, Sendable, CaseIterable {
    case running = "Running"
    case completed = "Completed"
    case completedWithErrors = "CompletedWithErrors"
    case canceled = "Canceled"
  }
}

/// What a run bills and how, as in ``GenerateInvoices``.
package struct RunTerms: Hashable, Sendable {
  package var targetDate: CivilDate
  package var isTargetDateInclusive: Bool
  package var invoiceDate: CivilDate
  package var action: InvoiceAction
  package var allowsZeroAmountInvoices: Bool

  package init(
    targetDate: CivilDate, isTargetDateInclusive: Bool = false, invoiceDate: CivilDate,
    action: InvoiceAction = .draft, allowsZeroAmountInvoices: Bool = false
  ) {
    self.targetDate = targetDate
    self.isTargetDateInclusive = isTargetDateInclusive
    self.invoiceDate = invoiceDate
    self.action = action
    self.allowsZeroAmountInvoices = allowsZeroAmountInvoices
  }

  /// The last day whose periods are billed.
  package var lastDueDay: CivilDate {
    targetDate.lastDueDay(isInclusive: isTargetDateInclusive)
  }
}

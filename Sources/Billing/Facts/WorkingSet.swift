package import Monetary

/// The facts that a batch of requests is planned on, and what the requests planned so far have
/// changed in them.
///
/// A batch loads it once with a few set-based statements, folds `plan` over its requests, applying
/// each decision before the next is planned, and writes what changed. Two requests for one account
/// in a batch so behave as if one had come after the other.
///
/// Records enter by ``insert(_:)`` or ``apply(_:)`` only, which keep the indexes that make a lookup
/// cost what it finds and not what is stored.
package struct WorkingSet: Sendable {
  package internal(set) var records = RecordTables()
  /// The latest generated invoice of the schedules that a recovery names.
  package var latestInvoices: [BillingSchedule.ID: SharedSummary] = [:]
  /// The periods on live invoices of the schedules whose cycles a request names; a schedule that is not a key was not
  /// asked for.
  package var invoicedPeriods: [BillingSchedule.ID: [InvoicedPeriod]] = [:]
  /// The draft that holds the latest period billed of a schedule; none where that is on a posted invoice.
  package var latestDrafts: [BillingSchedule.ID: Invoice.ID] = [:]
  /// The unresolved error log of each schedule in Error, the one seen last.
  package var openErrors: [BillingSchedule.ID: OpenError] = [:]
  /// What was billed of usage schedules that have late usage, or whose cycles are invoiced again.
  package var billedUsage: [BillingSchedule.ID: BilledUsage] = [:]
  /// Of schedules that charge parts in full: what live lines charge of the full period in which billing stands.
  package var chargedOfPeriod: [BillingSchedule.ID: Money] = [:]
  /// The stored invoices that a request changes, whole or their heads.
  package private(set) var invoices: [Invoice.ID: Invoice] = [:]
  /// Of the stored invoices those that can be settled: Posted, with something open; by account.
  private var openInvoices: [Account.ID: Set<Invoice.ID>] = [:]
  /// How many lines the stored invoices have that a request may take back, post or credit; those of a request over the limit are not loaded.
  package var lineCounts: [Invoice.ID: Int] = [:]
  /// Stored invoices that were left out, for those before them fill a batch: who names one is planned with other facts.
  package var deferredInvoices: Set<Invoice.ID> = []
  package var identifiers = IdentifiersInUse()
  package var ledger = LedgerTables()
  package var runs = RunTables()
  package var emails = EmailTables()
  package var tasks = TaskTables()
  package var taxes = TaxTables()
  /// What has been changed since loading, by type and identifier.
  package private(set) var changed: Set<RecordReference> = []
  /// Schedules whose progress has moved since loading, also those that are changed besides.
  package private(set) var movedSchedules: Set<BillingSchedule.ID> = []
  /// Of those the ones whose status has changed, too: most stay as they are from period to period.
  package private(set) var schedulesOfNewStatus: Set<BillingSchedule.ID> = []

  package init() {}

  /// Makes room for records that are to be inserted, so that tables do not grow step by step.
  package mutating func reserve(accounts: Int) {
    records.reserve(accounts: accounts)
    movedSchedules.reserveCapacity(accounts * RecordTables.usualSchedules)
    latestInvoices.reserveCapacity(accounts * RecordTables.usualSchedules)
  }

  /// Adds a stored record; one of the same identifier is replaced. Nothing counts as changed.
  package mutating func insert(_ record: Record) { records.insert(record) }

  /// Makes room for so many schedules: a schedule is large, and would else be moved with each doubling.
  package mutating func reserve(schedules count: Int) { records.schedules.reserveCapacity(count) }

  /// Whether any schedule that is loaded bills usage.
  package var holdsMetered: Bool { records.hasMetered }

  /// Notes that an account has schedules, though none of them is loaded.
  package mutating func noteSchedules(of account: Account.ID) {
    records.accountsWithSchedules.insert(account)
  }

  /// Notes that payment methods are stored, though none of them is loaded.
  package mutating func notePaymentMethods() { records.holdsPaymentMethods = true }

  /// Applies a decision's effects, so that the next request is planned on them.
  package mutating func apply(_ effects: Effects) {
    for record in effects.records {
      if case .usageRecord(let usage) = record, usage.invoiceId != nil { noteBilled(usage) }
      insert(record)
      changed.insert(record.reference)
    }
    if records.hasFullCharges { noteChargedOfPeriods(effects) }
    for moved in effects.progress {
      let id = moved.billingScheduleId
      if records.move(id, to: moved.progress) { schedulesOfNewStatus.insert(id) }
      movedSchedules.insert(id)
    }
    for invoice in effects.invoices.made {
      identifiers.insert(invoice)
      noteLatest(invoice.summary)
      noteBilledPeriods(invoice)
    }
    for change in effects.invoices.changed {
      insert(change.invoice)
      for case .updated(let fields) in change.acts {
        emails.noteUpdate(of: change.invoice.id, fields: fields.map(\.field))
      }
      if change.changesLines, !change.invoice.status.isLive { noteTakenBack(change.invoice) }
    }
    ledger.apply(effects.ledger)
    runs.apply(effects.runs)
    emails.apply(effects.emails)
    tasks.apply(effects.tasks)
    taxes.apply(effects.taxes)
    noteDays(of: effects.invoices)
    notePosted(effects.invoices.changed)
  }

  /// Adds a stored invoice, whole, or replaces it by its newer state.
  package mutating func insert(_ invoice: Invoice) {
    invoices[invoice.id] = invoice
    if invoice.status == .posted, !invoice.balance.isZero, !invoice.balance.isNegative {
      openInvoices[invoice.accountId, default: []].insert(invoice.id)
    } else {
      openInvoices[invoice.accountId]?.remove(invoice.id)
    }
  }

  /// The account's invoices that can be settled, as far as they are loaded; in no order.
  func openInvoices(of account: Account.ID) -> Set<Invoice.ID> { openInvoices[account] ?? [] }
}

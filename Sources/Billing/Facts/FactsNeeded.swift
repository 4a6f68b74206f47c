/// What must be loaded before a batch of requests can be planned, as sets, so that the store reads
/// each table once for the whole batch. By aggregate: a new request names what it looks up and adds no member.
///
/// These are starting points. The store follows them to everything that planning looks up:
/// - for schedules to bill: their accounts, groups, orders, bill-to contacts, payment terms, legal
///   entities and tax treatments (of schedule, group and account), the default records of those
///   kinds, the suspensions on any of the accounts, groups and schedules, and every tax rate of the
///   accounts' countries;
/// - for schedules to recover: their accounts and latest generated invoices;
/// - for stored invoices: what stands behind their accounts, their lines and their addresses; for those to be taken
///   back instead of that all live lines of their schedules, the usage that they bill, and their debit memos; where nothing else
///   is needed their accounts are only locked (``looksAtAccounts``);
/// - for records of an upsert: the rows named in ``records``, and nothing behind them.
///
/// An identifier that is not stored is simply absent from the ``WorkingSet``. Every account met on
/// the way is locked, in order of identifier: also the stored account of a schedule that an upsert
/// names.
package struct FactsNeeded: Hashable, Sendable {
  package var schedules = SchedulesNeeded()
  package var accounts = AccountsNeeded()
  package var invoices = InvoicesNeeded()
  package var identifiers = IdentifiersNeeded()
  package var records = RecordsNeeded()
  package var ledger = LedgerNeeded()
  package var runs = RunsNeeded()
  package var emails = EmailsNeeded()
  package var tasks = TasksNeeded()
  package var taxes = TaxesNeeded()

  package init() {}

  /// Whether planning looks at the accounts themselves; else they are only locked. Of what is only taken back it does not: a
  /// canceled or voided invoice holds all that is needed. Whatever is not named here counts as looking at them.
  package var looksAtAccounts: Bool {
    var others = self
    others.invoices.takenBack = []
    others.ledger.ofInvoices = []
    others.ledger.numbersCreditMemos = false
    others.taxes.transactions = []
    others.emails.dailyLimit = nil
    return others != FactsNeeded()
  }

  package mutating func formUnion(_ other: FactsNeeded) {
    schedules.formUnion(other.schedules)
    accounts.formUnion(other.accounts)
    invoices.formUnion(other.invoices)
    identifiers.formUnion(other.identifiers)
    records.formUnion(other.records)
    ledger.formUnion(other.ledger)
    runs.formUnion(other.runs)
    emails.formUnion(other.emails)
    tasks.formUnion(other.tasks)
    taxes.formUnion(other.taxes)
  }
}

internal import Billing
internal import CivilTime

/// What the questions of a loading have found so far; later questions follow from it.
struct FactsFound {
  var facts = WorkingSet()
  var behind = FactsBehind()
  /// Whom the named orders, schedules, usage, contracts and invoices belong to.
  var accounts: Set<Account.ID> = []
  /// The accounts that were asked for and are stored: locked, where this loading locks (``FactsLoading/isLocking``).
  var locked: Set<Account.ID> = []
  /// Whom documents name as their buyers; among ``accounts``.
  var accountsOfBuyers: Set<Account.ID> = []
  /// The schedules to be billed; the other named ones are in the facts only.
  var billed: [BillingSchedule] = []
  /// All schedules of the contracts whose cycles are named.
  var schedulesOfCycles: Set<BillingSchedule.ID> = []
  /// On the stored invoices that may change.
  var schedulesOfStoredInvoices: Set<BillingSchedule.ID> = []
  /// On those of them that may be taxed.
  var schedulesOfTaxedInvoices: Set<BillingSchedule.ID> = []
  /// The stored invoices that may be taken back, and what is on them.
  private(set) var takenBack: Set<Invoice.ID> = []
  private(set) var schedulesOfTakenBack: Set<BillingSchedule.ID> = []
  private(set) var debitMemosOfTakenBack: Set<DebitMemo.ID> = []
  /// The first day of any period that opens when they are taken back.
  private(set) var firstDayOfTakenBack: CivilDate?
  var ledger = LedgerFound()
  /// Of the accounts that are billed again.
  var accountsWithDrafts: Set<Account.ID> = []
  /// The latest invoice of each schedule to be recovered.
  var latestInvoices: [BillingSchedule.ID: Invoice.ID] = [:]

  /// The invoices of the requests that do not name more lines than one may, of as many requests as share
  /// ``linesTogether``. From the first on that would be beyond it, all are put off (``Billing/WorkingSet/deferredInvoices``).
  mutating func withinLineLimit(_ requests: [Set<Invoice.ID>]) -> Set<Invoice.ID> {
    var ids: Set<Invoice.ID> = []
    var deferred: Set<Invoice.ID> = []
    var total = 0
    for request in requests {
      let lines = request.reduce(0) { $0 + (facts.lineCounts[$1] ?? 0) }
      guard lines <= LineLimit.perRequest else { continue }
      guard deferred.isEmpty, total == 0 || total + lines <= Self.linesTogether else {
        deferred.formUnion(request)
        continue
      }
      total += lines
      ids.formUnion(request)
    }
    facts.deferredInvoices.formUnion(deferred.subtracting(ids))
    return ids
  }

  /// Lines of stored invoices that the requests of a batch have loaded together, unless the first alone has more: what a
  /// batch plans at most, twice.
  private static let linesTogether = 2 * LineLimit.perRequest

  /// The lines that it holds its periods by are known by that; those of other invoices are asked for.
  mutating func note(takenBack invoice: Invoice) {
    takenBack.insert(invoice.id)
    let isLive = invoice.status.isLive
    // By their places: a line is large.
    for index in invoice.lines.indices {
      guard let id = invoice.lines[index].billingScheduleId else { continue }
      schedulesOfTakenBack.insert(id)
      guard isLive else {
        if facts.invoicedPeriods[id] == nil { facts.invoicedPeriods[id] = [] }
        continue
      }
      facts.invoicedPeriods[id, default: []].append(
        InvoicedPeriod(
          invoiceId: invoice.id, invoiceNumber: invoice.number, line: invoice.lines[index]))
      if let from = invoice.lines[index].period?.from {
        firstDayOfTakenBack = min(firstDayOfTakenBack ?? from, from)
      }
    }
    noteDebitMemo(of: invoice)
  }

  mutating func noteDebitMemo(of invoice: Invoice) {
    if case .debitMemo(let id)? = invoice.ingested?.referenceEntity {
      debitMemosOfTakenBack.insert(id)
    }
  }

  /// What the e-mail of an invoice names besides: its contact, its issuer, and what its account says of e-mails.
  mutating func noteEmailed(_ invoice: Invoice) {
    behind.insert(emailed: invoice, facts.accounts[invoice.accountId])
  }

  /// What decides the tax of an invoice that keeps nothing for its documents (``Billing/Invoice/documentStandIn(_:_:)``).
  mutating func noteUnkept(_ invoice: Invoice) {
    schedulesOfStoredInvoices.formUnion(invoice.billingScheduleIds)
    schedulesOfTaxedInvoices.formUnion(invoice.billingScheduleIds)
    behind.insert(drafts: [invoice])
  }

  /// A stored invoice. The day of its posting counts where it was posted here; one from outside says a day of its own.
  mutating func insert(_ invoice: Invoice) {
    facts.insert(invoice)
    if invoice.numberOrigin != nil, let day = invoice.postedDate {
      facts.ledger.noteRecorded(on: day, for: invoice.accountId)
    }
    if let day = invoice.voidedDate {
      facts.ledger.noteRecorded(on: day, for: invoice.accountId)
    }
  }

  /// Whether anything is billed, or made into an invoice: then the defaults and the policies matter.
  var isBilling: Bool { !behind.accountIds.isEmpty }
}

internal import Billing

/// What the questions of a loading have found so far; later questions follow from it.
struct FactsFound {
  var facts = WorkingSet()
  var behind = FactsBehind()
  /// Whom the named orders, schedules, usage, contracts and invoices belong to.
  var accounts: Set<Account.ID> = []
  /// The schedules to be billed; the other named ones are in the facts only.
  var billed: [BillingSchedule] = []
  /// All schedules of the contracts whose cycles are named.
  var schedulesOfCycles: Set<BillingSchedule.ID> = []
  /// On the stored invoices that may change.
  var schedulesOfStoredInvoices: Set<BillingSchedule.ID> = []
  /// The stored invoices that may be taken back, and what is on them.
  private(set) var takenBack: Set<Invoice.ID> = []
  private(set) var schedulesOfTakenBack: Set<BillingSchedule.ID> = []
  private(set) var debitMemosOfTakenBack: Set<DebitMemo.ID> = []
  /// The latest invoice of each schedule to be recovered.
  var latestInvoices: [BillingSchedule.ID: Invoice.ID] = [:]

  /// The invoices of the requests that do not take back more lines than one may.
  func withinLineLimit(_ requests: [Set<Invoice.ID>]) -> Set<Invoice.ID> {
    requests.reduce(into: []) { ids, request in
      let lines = request.reduce(0) { $0 + (facts.lineCounts[$1] ?? 0) }
      if lines <= LineLimit.perRequest { ids.formUnion(request) }
    }
  }

  mutating func note(takenBack invoice: Invoice) {
    takenBack.insert(invoice.id)
    for id in invoice.billingScheduleIds {
      schedulesOfTakenBack.insert(id)
      facts.invoicedPeriods[id] = []
    }
    noteDebitMemo(of: invoice)
  }

  mutating func noteDebitMemo(of invoice: Invoice) {
    if case .debitMemo(let id)? = invoice.ingested?.referenceEntity {
      debitMemosOfTakenBack.insert(id)
    }
  }

  /// Whether anything is billed, or made into an invoice: then the defaults and the policies matter.
  var isBilling: Bool { !behind.accountIds.isEmpty }
}

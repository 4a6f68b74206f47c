internal import Billing

/// One loading of a working set, from the starting points to everything that planning looks up.
///
/// Questions that do not depend on each other's answers are asked together, for on a server a round trip costs more than the
/// answer. ``run()`` says which question is asked in which; the questions are in the extensions, each by its subject, and
/// read what was found before.
struct FactsLoading {
  let needed: FactsNeeded
  let database: any Database
  /// What is loaded without locks may change at once: nothing is stored of what is planned on it.
  let isLocking: Bool
  /// Those whose lines are counted (``Billing/InvoicesNeeded/counted``).
  let counted: Set<Invoice.ID>
  private(set) var found = FactsFound()

  init(_ needed: FactsNeeded, database: any Database, isLocking: Bool = true) {
    self.needed = needed
    self.database = database
    self.isLocking = isLocking
    counted = needed.invoices.counted
  }

  /// Asks in order; a list without questions makes no round trip.
  mutating func run() throws(StoreError) {
    // Who is to be locked. Runs before accounts: a chunk holds its run, and then waits for accounts.
    try ask(
      [
        writtenRecordsLock, lockedRuns, schedulers, activeSchedulers, accountsNamedByRuns,
        accountsOfOrders, accountsOfSchedules, accountsOfUsage, accountsOfContracts,
        accountsOfInvoices, countedInvoices, accountsOfBuyers, accountsOfEmails, accountsOfTasks,
      ], accountsOfLedger)
    try loadRuns()
    found.facts.reserve(accounts: needed.schedules.ofAccounts.count)
    // The locks come first; what is read after them cannot change any more.
    try ask([accounts], schedules, contracts)
    try requireLocks()
    found.behind.insert(orders: needed.schedules.ofOrders)
    found.behind.insert(schedules: found.billed)

    // Only where invoices are ingested, stored ones change, or money moves: others ask none of these.
    found.behind.insert(needed.accounts, found.accountsOfBuyers)
    try ask(
      [usedIdentifiers, usedNumbers, precedingInvoices, ordersOfDocuments], namedLedger,
      namedEmails, [taxTransactions])
    try ask(ledgerBehind)
    try loadStoredInvoices()
    try ask([memosOfInvoices])
    try loadLedger()
    try loadDebitMemos()
    if !found.schedulesOfStoredInvoices.isEmpty {
      found.facts.reserve(schedules: found.schedulesOfStoredInvoices.count)
    }
    try ask([schedulesOfStoredInvoices, otherLinesOfTakenBack])
    try ask([groupsOfStoredInvoices], usageOfTakenBack)
    noteSchedulesBehindStoredInvoices()

    noteWhatIsCharged()
    found.behind.insert(
      accounts: found.facts.accounts.values.filter { found.behind.accountIds.contains($0.id) })
    // Groups name records too, and are parts of others: a round trip for each level, most often none.
    try ask([groups])
    try loadBundles()
    try ask(
      records, taxRates, suspensions,
      [
        unbilledUsage, invoicedPeriods, accountsWithSchedules, latestLines, accountsWithDrafts,
        openErrors, emailTemplates, tasks, latestTasks, defaultPaymentMethods, anyPaymentMethod,
      ], openSources)
    try loadLatestInvoices()
    try ask([templatesOfLegalEntities, suppressedAddresses, latestDrafts])
    // What live lines bill of schedules where the next line depends on it. Few schedules have such lines, so it is asked for
    // once these are known.
    let usage = usageToLookBack
    try ask([billedUsage(usage), billedUsagePeriods(usage), chargedOfPeriods])
  }

  private mutating func ask(_ lists: [FactsQuestion?]...) throws(StoreError) {
    let questions = lists.joined().compactMap(\.self)
    guard !questions.isEmpty else { return }
    let statements = questions.map { isLocking ? $0.statement : $0.statement.withoutLocks }
    try database.query(together: statements) { index, row throws(StoreError) in
      var decoder = RowDecoder(row)
      try questions[index].take(&found, &decoder)
    }
  }
}

// MARK: What takes several queries, each on the answers of the one before

extension FactsLoading {
  private mutating func loadDebitMemos() throws(StoreError) {
    let ids = needed.records.identifiers[DebitMemo.self].union(found.debitMemosOfTakenBack)
    guard !ids.isEmpty else { return }
    let memos = try database.debitMemos(ids)
    for memo in memos { found.facts.insert(.debitMemo(memo)) }
    found.behind.insert(debitMemos: memos)
  }

  private mutating func loadStoredInvoices() throws(StoreError) {
    let takenBack = found.withinLineLimit(needed.invoices.takenBack)
    let posted = found.withinLineLimit(needed.invoices.posted)
    let credited = found.withinLineLimit(needed.invoices.credited)
    let told = found.withinLineLimit(needed.invoices.told)
    // What is only taken back is neither taxed nor numbered again: nothing behind its lines but their schedules. Of those that
    // are only credited, or told of, nothing of what stands behind their lines is looked up.
    let taxed = needed.invoices.ids.union(posted)
      .union(credited.intersection(needed.invoices.creditedByRates))
    let changed = taxed.union(takenBack)
    let emailed = found.withinLineLimit(needed.invoices.emailed)
    let ids = changed.union(credited).union(told).union(emailed)
    if !ids.isEmpty {
      let invoices = try database.invoices(where: "id \(anyOf: ids)")
      for invoice in invoices {
        found.insert(invoice)
        if emailed.contains(invoice.id) { found.noteEmailed(invoice) }
        if emailed.contains(invoice.id), invoice.document == nil { found.noteUnkept(invoice) }
        guard changed.contains(invoice.id) else { continue }
        found.schedulesOfStoredInvoices.formUnion(invoice.billingScheduleIds)
        if taxed.contains(invoice.id) {
          found.schedulesOfTaxedInvoices.formUnion(invoice.billingScheduleIds)
        }
        if takenBack.contains(invoice.id) { found.note(takenBack: invoice) }
        if posted.contains(invoice.id) { found.noteDebitMemo(of: invoice) }
      }
      found.behind.insert(drafts: invoices.filter { taxed.contains($0.id) })
    }
    try loadHeads()
  }

  private mutating func noteWhatIsCharged() {
    found.behind.insert(needed.tasks.paymentMethodsNamed)
    let facts = found.facts
    for id in needed.tasks.charged {
      if let invoice = facts.invoices[id] { found.behind.insert(charged: invoice) }
    }
  }

  /// Those of which nothing but the head is needed.
  private mutating func loadHeads() throws(StoreError) {
    for memo in found.ledger.memos.values {
      if let id = memo.invoiceId, needed.ledger.creditMemos.contains(memo.id) {
        found.ledger.headsWanted.insert(id)
      }
    }
    let whole = Set(found.facts.invoices.keys)
    let open = found.ledger.heads.values.filter { !whole.contains($0.id) }
    let wanted = needed.invoices.heads.union(found.ledger.headsWanted)
      .subtracting(found.ledger.heads.keys).subtracting(whole)
    var heads = Array(open)
    if !wanted.isEmpty {
      heads += try database.rows(
        "SELECT \(columns: Invoice.table) FROM invoice WHERE id \(anyOf: wanted)"
      ) { row throws(StoreError) in try Invoice(headFrom: &row) }
    }
    try database.addHeadDetails(to: &heads)
    for head in heads { found.insert(head) }
  }

  /// What is counted of the runs, and what waits for them, once they are locked.
  private mutating func loadRuns() throws(StoreError) {
    let runs = needed.runs
    for run in try database.runs(runs.read.subtracting(runs.changed)) {
      found.facts.runs.runs[run.id] = run
    }
    for id in runs.changed {
      guard var run = found.facts.runs.runs[id] else { continue }
      try database.addCounts(to: &run)
      found.facts.runs.runs[id] = run
    }
    let states = try database.schedulerStates(runs.statesOfSchedulers)
    found.facts.runs.schedulerStates = states
  }

  private mutating func loadLedger() throws(StoreError) {
    try requireLocksOfLedger()
    var memos = Array(found.ledger.memos.values)
    try database.addLines(to: &memos)
    for memo in memos { found.ledger.insert(memo) }
    let ledger = found.ledger
    ledger.fill(&found.facts.ledger)
  }

  /// A generated line's tax treatment follows from its schedule and group.
  private mutating func noteSchedulesBehindStoredInvoices() {
    let ids = found.schedulesOfTaxedInvoices
    guard !ids.isEmpty else { return }
    let facts = found.facts
    let schedules = ids.compactMap { facts.schedules[$0] }
    found.behind.insert(schedules: schedules)
    found.behind.insert(
      groups: Set(schedules.compactMap(\.billingScheduleGroupId)).compactMap { facts.groups[$0] })
  }

  /// The bundles above the groups, a level at a time, up to the deepest that may be: what is loaded is not asked for again.
  private mutating func loadBundles() throws(StoreError) {
    var below = Array(found.facts.groups.values)
    for _ in 0..<BillingScheduleGroup.deepestLevel {
      let above = Set(below.compactMap(\.parentGroupId))
        .filter { found.facts.groups[$0] == nil }
      guard !above.isEmpty else { return }
      try ask([.records(of: BillingScheduleGroup.self, above)])
      below = above.compactMap { found.facts.groups[$0] }
    }
  }

  private mutating func loadLatestInvoices() throws(StoreError) {
    guard !found.latestInvoices.isEmpty else { return }
    let ids = Set(found.latestInvoices.values)
    let invoices = try database.invoices(where: "id \(anyOf: ids)")
    let summaries = Dictionary(invoices.map { ($0.id, SharedSummary($0.summary)) }) { first, _ in
      first
    }
    for (schedule, invoice) in found.latestInvoices {
      found.facts.latestInvoices[schedule] = summaries[invoice]
    }
  }
}

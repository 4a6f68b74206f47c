internal import Billing

/// One loading of a working set, from the starting points to everything that planning looks up.
///
/// Questions that do not depend on each other's answers are asked together, for on a server each way
/// there and back costs more than the answer.
struct FactsLoading {
  let needed: FactsNeeded
  let database: any Database
  var facts = WorkingSet()
  var behind = FactsBehind()
  /// Whom the named orders and schedules belong to.
  var foundAccounts: Set<Account.ID> = []
  /// The schedules to be billed; the other named ones are in the facts only.
  var billed: [BillingSchedule] = []
  /// All schedules of the contracts whose cycles are named.
  var schedulesOfCycles: Set<BillingSchedule.ID> = []
  private var latestInvoices: [BillingSchedule.ID: Invoice.ID] = [:]

  init(_ needed: FactsNeeded, database: any Database) {
    self.needed = needed
    self.database = database
  }

  mutating func run() throws(StoreError) {
    try ask(
      [
        writtenRecordsLock, accountsOfOrders, accountsOfSchedules, accountsOfUsage,
        accountsOfContracts, accountsOfInvoices,
      ].compactMap(\.self))
    // The locks come first; what is read after them cannot change any more.
    try ask([accounts].compactMap(\.self) + schedules + contracts)
    try requireLocks()
    behind.insert(schedules: billed)
    try loadForIngestion()
    try loadStoredInvoices()
    behind.insert(accounts: facts.accounts.values.filter { behind.accountIds.contains($0.id) })
    // Groups name records too.
    try ask(groups)
    try loadBundles()
    try ask(
      records + suspensions + usage
        + [invoicedPeriods, accountsWithSchedules, latestLines, latestDrafts, openErrors]
        .compactMap(\.self))
    try loadLatestInvoices()
    try loadBilled()
  }
}

// MARK: Asking

extension FactsLoading {
  /// A query with what is done with each of its rows.
  struct Question {
    let statement: SQL
    let take: (inout FactsLoading, inout RowDecoder) throws(StoreError) -> Void
  }

  mutating func ask(_ questions: [Question]) throws(StoreError) {
    guard !questions.isEmpty else { return }
    let database = database
    try database.query(together: questions.map(\.statement)) { place, row throws(StoreError) in
      var decoder = RowDecoder(row)
      try questions[place].take(&self, &decoder)
    }
  }

  /// What `condition` selects, for the facts.
  func question<Stored: StoredRecord>(
    _ wrap: @escaping (Stored) -> Record, where condition: SQL
  ) -> Question {
    Question(
      statement: "SELECT \(columns: Stored.table) FROM \(table: Stored.table) WHERE \(condition)"
    ) { loading, row throws(StoreError) in
      loading.facts.insert(wrap(try Stored(from: &row)))
    }
  }

  /// The same for identifiers; none is nothing to ask.
  func questions<Stored: StoredRecord>(
    _ wrap: @escaping (Stored) -> Record, _ ids: Set<Stored.ID>, withDefaults: Bool = false
  ) -> [Question] {
    if withDefaults { return [question(wrap, where: "id \(anyOf: ids) OR is_default = \(true)")] }
    return ids.isEmpty ? [] : [question(wrap, where: "id \(anyOf: ids)")]
  }
}

// MARK: Locks

extension FactsLoading {
  /// Before the accounts: a record that is new, or belongs to no account, has no row that could be locked,
  /// and what two transactions both find missing, the later one would overwrite unseen.
  private var writtenRecordsLock: Question? {
    let locks = RecordLocks(needed.records)
    guard !locks.numbers.isEmpty, let statement = database.dialect.lock(locks.numbers) else {
      return nil
    }
    return Question(statement: statement) { _, _ throws(StoreError) in }
  }

  private var accountsOfOrders: Question? {
    let orders = needed.schedules.ofOrders.union(needed.records.orders)
    guard !orders.isEmpty else { return nil }
    return Question(
      statement: """
        SELECT account_id FROM sales_order WHERE id \(anyOf: orders)
        UNION
        SELECT account_id FROM billing_schedule
        WHERE order_id \(anyOf: orders) AND \(Self.isOpen)
        """
    ) { loading, row throws(StoreError) in loading.foundAccounts.insert(try row.id()) }
  }

  private var accountsOfSchedules: Question? {
    let schedules = namedSchedules
    guard !schedules.isEmpty else { return nil }
    return Question(
      statement: "SELECT DISTINCT account_id FROM billing_schedule WHERE id \(anyOf: schedules)"
    ) { loading, row throws(StoreError) in loading.foundAccounts.insert(try row.id()) }
  }

  /// Those that stored usage belongs to: one of them may be putting it on an invoice, while a request gives it to a
  /// schedule of another.
  private var accountsOfUsage: Question? {
    let usage = needed.records.usageRecords
    guard !usage.isEmpty else { return nil }
    return Question(
      statement: """
        SELECT DISTINCT account_id FROM billing_schedule WHERE id IN (
          SELECT billing_schedule_id FROM usage_record WHERE id \(anyOf: usage)
        )
        """
    ) { loading, row throws(StoreError) in loading.foundAccounts.insert(try row.id()) }
  }

  private var accountsOfInvoices: Question? {
    let invoices = needed.invoices
    guard !invoices.isEmpty else { return nil }
    return Question(statement: "SELECT account_id FROM invoice WHERE id \(anyOf: invoices)") {
      loading, row throws(StoreError) in loading.foundAccounts.insert(try row.id())
    }
  }

  private var accounts: Question? {
    let ids = needed.schedules.ofAccounts.union(needed.records.accounts).union(foundAccounts)
      .union(needed.accounts.toInvoice)
    guard !ids.isEmpty else { return nil }
    return question(Record.account, where: "id \(anyOf: ids) ORDER BY id \(RowLock.wait)")
  }

  private func requireLocks() throws(StoreError) {
    for schedule in facts.schedules.values where facts.accounts[schedule.accountId] == nil {
      throw StoreError(
        .contention, "billing schedule \(schedule.id) was moved to another account meanwhile")
    }
  }
}

// MARK: Schedules

extension FactsLoading {
  private var namedSchedules: Set<BillingSchedule.ID> {
    needed.schedules.ids.union(needed.schedules.toRecover).union(needed.records.schedules)
  }

  /// Not completely billed, in a form that an index over the status answers: an account may have
  /// tens of thousands of completed schedules.
  static var isOpen: SQL {
    "status \(anyOf: BillingScheduleStatus.allCases.filter { $0 != .completelyBilled }.map(\.rawValue))"
  }

  private var schedules: [Question] {
    var questions: [Question] = []
    if !needed.schedules.ofAccounts.isEmpty {
      questions.append(
        schedules(where: "account_id \(anyOf: needed.schedules.ofAccounts) AND \(Self.isOpen)"))
    }
    if !needed.schedules.ofOrders.isEmpty {
      questions.append(
        schedules(where: "order_id \(anyOf: needed.schedules.ofOrders) AND \(Self.isOpen)"))
      // Two queries: no index answers an OR over two tables.
      questions.append(
        schedules(
          where: """
            billing_schedule_group_id IN (
              SELECT id FROM billing_schedule_group WHERE order_id \(anyOf: needed.schedules.ofOrders)
            ) AND \(Self.isOpen)
            """))
    }
    let named = namedSchedules
    if !named.isEmpty {
      let toBill = needed.schedules.ids
      questions.append(schedules(where: "id \(anyOf: named)") { toBill.contains($0.id) })
    }
    return questions
  }

  func schedules(
    where condition: SQL, areBilled: @escaping (BillingSchedule) -> Bool = { _ in true }
  ) -> Question {
    Question(
      statement: """
        SELECT \(columns: BillingSchedule.table) FROM \(table: BillingSchedule.table)
        WHERE \(condition)
        """
    ) { loading, row throws(StoreError) in
      let schedule = try BillingSchedule(from: &row)
      loading.facts.insert(.billingSchedule(schedule))
      if areBilled(schedule) { loading.billed.append(schedule) }
    }
  }
}

// MARK: What stands behind them

extension FactsLoading {
  private var groups: [Question] {
    let ofBilled = Set(billed.compactMap(\.billingScheduleGroupId))
    let ids = ofBilled.union(needed.records.groups)
    guard !ids.isEmpty else { return [] }
    return [
      Question(
        statement: """
          SELECT \(columns: BillingScheduleGroup.table) FROM \(table: BillingScheduleGroup.table)
          WHERE id \(anyOf: ids)
          """
      ) { loading, row throws(StoreError) in
        let group = try BillingScheduleGroup(from: &row)
        loading.facts.insert(.billingScheduleGroup(group))
        if ofBilled.contains(group.id) { loading.behind.insert(groups: [group]) }
      }
    ]
  }

  private var records: [Question] {
    let records = needed.records
    let isBilling = !behind.accountIds.isEmpty
    var questions = self.questions(Record.contact, records.contacts.union(behind.contactIds))
    questions += self.questions(
      Record.order, records.orders.union(needed.schedules.ofOrders).union(behind.orderIds))
    questions += self.questions(
      Record.paymentTerm, records.paymentTerms.union(behind.paymentTermIds),
      withDefaults: isBilling || records.needsDefaultPaymentTerms)
    questions += self.questions(
      Record.legalEntity, records.legalEntities.union(behind.legalEntityIds),
      withDefaults: isBilling || records.needsDefaultLegalEntities)
    questions += self.questions(
      Record.taxTreatment, records.taxTreatments.union(behind.taxTreatmentIds),
      withDefaults: isBilling || records.needsDefaultTaxTreatments)
    questions += self.questions(Record.taxRate, records.taxRates)
    if isBilling {
      // All of them: also an inactive one says that the built-in policy does not apply.
      questions.append(question(Record.sequencePolicy, where: "id = id"))
    } else {
      questions += self.questions(Record.sequencePolicy, records.sequencePolicies)
    }
    if !behind.countries.isEmpty {
      questions.append(question(Record.taxRate, where: "country \(anyOf: behind.countries)"))
    }
    return questions
  }

  private var suspensions: [Question] {
    var questions = self.questions(Record.billingSuspension, needed.records.suspensions)
    if !behind.accountIds.isEmpty {
      questions.append(
        question(Record.billingSuspension, where: "account_id \(anyOf: behind.accountIds)"))
    }
    // Also on the groups above those of the schedules, which are loaded by now.
    let groupIds = Set(billed.compactMap(\.billingScheduleGroupId)).union(facts.groups.keys)
    if !groupIds.isEmpty {
      questions.append(
        question(Record.billingSuspension, where: "billing_schedule_group_id \(anyOf: groupIds)"))
    }
    if !billed.isEmpty {
      questions.append(
        question(
          Record.billingSuspension, where: "billing_schedule_id \(anyOf: billed.map(\.id))"))
    }
    return questions
  }

  private var accountsWithSchedules: Question? {
    let ids = needed.records.accountsWhoseSchedulesMatter
    guard !ids.isEmpty else { return nil }
    return Question(
      statement: """
        SELECT id FROM account WHERE id \(anyOf: ids)
          AND EXISTS (SELECT 1 FROM billing_schedule WHERE account_id = account.id)
        """
    ) { loading, row throws(StoreError) in
      loading.facts.accountsWithSchedules.insert(try row.id())
    }
  }

  /// Identifiers of invoices begin with the time, so the greatest is the latest; also where an earlier period was
  /// invoiced again after a later one.
  private var latestLines: Question? {
    guard !needed.schedules.toRecover.isEmpty else { return nil }
    return Question(
      statement: """
        SELECT billing_schedule_id, max(invoice_id) FROM invoice_line
        WHERE billing_schedule_id \(anyOf: needed.schedules.toRecover) AND is_live
        GROUP BY billing_schedule_id
        """
    ) { loading, row throws(StoreError) in
      loading.latestInvoices[try row.id()] = try row.id()
    }
  }

  private mutating func loadLatestInvoices() throws(StoreError) {
    guard !latestInvoices.isEmpty else { return }
    let invoices = try database.invoices(where: "id \(anyOf: Set(latestInvoices.values))")
    let summaries = Dictionary(invoices.map { ($0.id, $0.summary) }) { first, _ in first }
    for (schedule, invoice) in latestInvoices {
      facts.latestInvoices[schedule] = summaries[invoice]
    }
  }
}

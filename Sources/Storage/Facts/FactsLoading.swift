internal import Billing

/// One loading of a working set, from the starting points to everything that planning looks up.
struct FactsLoading {
  let needed: FactsNeeded
  let database: any Database
  var facts = WorkingSet()
  var behind = FactsBehind()

  init(_ needed: FactsNeeded, database: any Database) {
    self.needed = needed
    self.database = database
  }

  mutating func run() throws(StoreError) {
    try lockAccounts()
    let billed = try loadSchedules()
    behind.insert(schedules: billed)
    try loadGroups(of: billed)
    try loadIngested()
    behind.insert(accounts: facts.accounts.values.filter { behind.accountIds.contains($0.id) })
    try loadRecords()
    try loadSuspensions(of: billed)
    try loadAccountsWithSchedules()
    try loadLatestInvoices()
  }

  /// Inserts what `condition` selects into the facts.
  @discardableResult
  private mutating func load<Stored: StoredRecord>(
    _ wrap: (Stored) -> Record, where condition: SQL
  ) throws(StoreError) -> [Stored] {
    let query: SQL =
      "SELECT \(columns: Stored.table) FROM \(table: Stored.table) WHERE \(condition)"
    let records = try database.rows(query) { row throws(StoreError) in try Stored(from: &row) }
    for record in records { facts.insert(wrap(record)) }
    return records
  }

  /// The same for identifiers; none is nothing to do.
  @discardableResult
  mutating func load<Stored: StoredRecord>(
    _ wrap: (Stored) -> Record, _ ids: Set<Stored.ID>
  ) throws(StoreError) -> [Stored] {
    ids.isEmpty ? [] : try load(wrap, where: "id \(anyOf: ids)")
  }
}

// MARK: Accounts and schedules

extension FactsLoading {
  private var namedSchedules: Set<BillingSchedule.ID> {
    needed.schedulesToBill.union(needed.schedulesToRecover).union(needed.records.schedules)
  }

  private mutating func lockAccounts() throws(StoreError) {
    let named = needed.accountsToBill.union(needed.records.accounts)
    let ids = named.union(try accountsOfOrders()).union(try accountsOfSchedules())
      .union(needed.ingestion.accounts).union(try accountsOfInvoices())
    guard !ids.isEmpty else { return }
    try load(Record.account, where: "id \(anyOf: ids) ORDER BY id \(RowLock.wait)")
  }

  private func accountsOfOrders() throws(StoreError) -> [Account.ID] {
    let orders = needed.ordersToBill.union(needed.records.orders)
    guard !orders.isEmpty else { return [] }
    return try database.rows(
      """
      SELECT account_id FROM sales_order WHERE id \(anyOf: orders)
      UNION
      SELECT account_id FROM billing_schedule
      WHERE order_id \(anyOf: orders) AND \(Self.isOpen)
      """
    ) { row throws(StoreError) in try row.id() }
  }

  private func accountsOfSchedules() throws(StoreError) -> [Account.ID] {
    let schedules = namedSchedules
    guard !schedules.isEmpty else { return [] }
    return try database.rows(
      "SELECT DISTINCT account_id FROM billing_schedule WHERE id \(anyOf: schedules)"
    ) { row throws(StoreError) in try row.id() }
  }

  /// Not completely billed, in a form that an index over the status answers: an account may have
  /// tens of thousands of completed schedules.
  private func accountsOfInvoices() throws(StoreError) -> [Account.ID] {
    let invoices = needed.ingestion.invoices
    guard !invoices.isEmpty else { return [] }
    return try database.rows("SELECT account_id FROM invoice WHERE id \(anyOf: invoices)") {
      row throws(StoreError) in try row.id()
    }
  }

  private static var isOpen: SQL {
    "status \(anyOf: BillingScheduleStatus.allCases.filter { $0 != .completelyBilled }.map(\.rawValue))"
  }

  /// - Returns: the schedules to be billed; the other named ones are in the facts only.
  private mutating func loadSchedules() throws(StoreError) -> [BillingSchedule] {
    var billed: [BillingSchedule] = []
    if !needed.accountsToBill.isEmpty {
      billed += try load(
        Record.billingSchedule,
        where: "account_id \(anyOf: needed.accountsToBill) AND \(Self.isOpen)")
    }
    if !needed.ordersToBill.isEmpty {
      billed += try load(
        Record.billingSchedule, where: "order_id \(anyOf: needed.ordersToBill) AND \(Self.isOpen)")
    }
    let named = try load(Record.billingSchedule, namedSchedules)
    billed += named.filter { needed.schedulesToBill.contains($0.id) }
    for schedule in facts.schedules.values where facts.accounts[schedule.accountId] == nil {
      throw StoreError(
        .contention, "billing schedule \(schedule.id) was moved to another account meanwhile")
    }
    return billed
  }
}

// MARK: What stands behind them

extension FactsLoading {
  private mutating func loadGroups(of schedules: [BillingSchedule]) throws(StoreError) {
    let ofBilled = Set(schedules.compactMap(\.billingScheduleGroupId))
    let groups = try load(Record.billingScheduleGroup, ofBilled.union(needed.records.groups))
    behind.insert(groups: groups.filter { ofBilled.contains($0.id) })
  }

  private mutating func loadRecords() throws(StoreError) {
    let records = needed.records
    let isBilling = !behind.accountIds.isEmpty
    try load(Record.contact, records.contacts.union(behind.contactIds))
    try load(
      Record.order, records.orders.union(needed.ordersToBill).union(behind.orderIds))
    try load(
      Record.paymentTerm, records.paymentTerms.union(behind.paymentTermIds),
      withDefaults: isBilling || records.needsDefaultPaymentTerms)
    try load(
      Record.legalEntity, records.legalEntities.union(behind.legalEntityIds),
      withDefaults: isBilling || records.needsDefaultLegalEntities)
    try load(
      Record.taxTreatment, records.taxTreatments.union(behind.taxTreatmentIds),
      withDefaults: isBilling || records.needsDefaultTaxTreatments)
    try load(Record.taxRate, records.taxRates)
    if !behind.countries.isEmpty {
      try load(Record.taxRate, where: "country \(anyOf: behind.countries)")
    }
  }

  private mutating func load<Stored: StoredRecord>(
    _ wrap: (Stored) -> Record, _ ids: Set<Stored.ID>, withDefaults: Bool
  ) throws(StoreError) {
    guard withDefaults else {
      try load(wrap, ids)
      return
    }
    try load(wrap, where: "id \(anyOf: ids) OR is_default = \(true)")
  }

  private mutating func loadSuspensions(of schedules: [BillingSchedule]) throws(StoreError) {
    try load(Record.billingSuspension, needed.records.suspensions)
    if !behind.accountIds.isEmpty {
      try load(Record.billingSuspension, where: "account_id \(anyOf: behind.accountIds)")
    }
    let groupIds = Set(schedules.compactMap(\.billingScheduleGroupId))
    if !groupIds.isEmpty {
      try load(Record.billingSuspension, where: "billing_schedule_group_id \(anyOf: groupIds)")
    }
    if !schedules.isEmpty {
      try load(
        Record.billingSuspension, where: "billing_schedule_id \(anyOf: schedules.map(\.id))")
    }
  }

  private mutating func loadAccountsWithSchedules() throws(StoreError) {
    let ids = needed.records.accountsWhoseSchedulesMatter
    guard !ids.isEmpty else { return }
    let found: [Account.ID] = try database.rows(
      """
      SELECT id FROM account WHERE id \(anyOf: ids)
        AND EXISTS (SELECT 1 FROM billing_schedule WHERE account_id = account.id)
      """
    ) { row throws(StoreError) in try row.id() }
    facts.accountsWithSchedules.formUnion(found)
  }

  private mutating func loadLatestInvoices() throws(StoreError) {
    guard !needed.schedulesToRecover.isEmpty else { return }
    var invoiceOfSchedule: [BillingSchedule.ID: Invoice.ID] = [:]
    let latest: SQL = """
      SELECT line.billing_schedule_id, line.invoice_id FROM invoice_line line
      WHERE line.billing_schedule_id \(anyOf: needed.schedulesToRecover) AND line.is_live
        AND line.period_from = (
          SELECT max(other.period_from) FROM invoice_line other
          WHERE other.billing_schedule_id = line.billing_schedule_id AND other.is_live
        )
      """
    try database.query(latest) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      invoiceOfSchedule[try decoder.id()] = try decoder.id()
    }
    guard !invoiceOfSchedule.isEmpty else { return }
    let invoices = try database.invoices(where: "id \(anyOf: Set(invoiceOfSchedule.values))")
    let summaries = Dictionary(invoices.map { ($0.id, $0.summary) }) { first, _ in first }
    for (schedule, invoice) in invoiceOfSchedule {
      facts.latestInvoices[schedule] = summaries[invoice]
    }
  }
}

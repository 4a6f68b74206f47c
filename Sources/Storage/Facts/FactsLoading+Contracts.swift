internal import Billing
internal import CivilTime
internal import Monetary

extension FactsLoading {
  /// By their own word or their group's; two queries, for no index answers an OR over two tables.
  mutating func loadSchedulesOfContracts() throws(StoreError) -> [BillingSchedule] {
    let cycles = needed.contractCycles
    let others = needed.contractsToBill.filter { cycles[$0] == nil }
    var schedules: [BillingSchedule] = []
    if !others.isEmpty {
      schedules += try load(
        Record.billingSchedule,
        where: "billing_contract_id \(anyOf: others) AND \(Self.isOpen)")
      schedules += try load(
        Record.billingSchedule, where: "\(Self.isOfGroups(of: others)) AND \(Self.isOpen)")
    }
    guard !cycles.isEmpty else { return schedules }
    // A cycle may have been invoiced by schedules that are completed since.
    var named = try load(
      Record.billingSchedule, where: "billing_contract_id \(anyOf: cycles.keys)")
    named += try load(Record.billingSchedule, where: Self.isOfGroups(of: Set(cycles.keys)))
    try loadInvoicedPeriods(of: Set(named.map(\.id)))
    return schedules + named
  }

  private static func isOfGroups(of contracts: Set<BillingContract.ID>) -> SQL {
    """
    billing_schedule_group_id IN (
      SELECT id FROM billing_schedule_group WHERE billing_contract_id \(anyOf: contracts)
    )
    """
  }

  private mutating func loadInvoicedPeriods(
    of schedules: Set<BillingSchedule.ID>
  ) throws(StoreError) {
    for id in schedules { facts.invoicedPeriods[id] = [] }
    let cycles = needed.contractCycles.values
    guard !schedules.isEmpty, let first = cycles.map(\.from).min(),
      let end = cycles.map(\.to).max()
    else { return }
    let lines: SQL = """
      SELECT \(columns: InvoiceLine.table) FROM invoice_line
      WHERE billing_schedule_id \(anyOf: schedules) AND is_live
        AND period_from >= \(first) AND period_from < \(end)
      """
    var found: [InvoicedPeriod] = []
    let currencies = facts.schedules.compactMapValues { $0.progress?.billedAmount.currency }
    try database.query(lines) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let invoiceId: Invoice.ID = try decoder.id()
      _ = try decoder.int()
      // The schedule stands five columns further on.
      guard let currency = currencies[RecordID(try row.text(at: 5))] else { return }
      found.append(
        InvoicedPeriod(
          invoiceId: invoiceId,
          line: try InvoiceLine(afterKeyFrom: &decoder, currency: currency)))
    }
    for period in found {
      if let id = period.line.billingScheduleId { facts.invoicedPeriods[id]?.append(period) }
    }
  }
}

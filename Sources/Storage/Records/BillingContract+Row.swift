internal import Billing

extension BillingContract: StoredRecord {
  static let table = Table(
    "billing_contract", key: ["id"],
    [
      .id, Column("account_id", .identifier), Column("name", .text),
      Column("contract_type", .text), Column("billing_policy", .text),
      Column("invoices_one_time_immediately", .boolean), Column("charges", .boolean),
      Column("syncs", .boolean), Column("sends", .boolean), .revision,
    ])

  static var loading: RecordLoading { .apart }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), accountId: try row.id(), name: try row.text(),
      contractType: try row.optionalText(), billingPolicy: try row.optionalText(),
      invoicesOneTimeImmediately: try row.boolean(),
      automation: try Self.automation(from: &row), revision: try row.optionalInteger())
  }

  private static func automation(
    from row: inout RowDecoder
  ) throws(StoreError) -> Set<PostInvoicingTask> {
    var tasks: Set<PostInvoicingTask> = []
    if try row.boolean() { tasks.insert(.charge) }
    if try row.boolean() { tasks.insert(.sync) }
    if try row.boolean() { tasks.insert(.send) }
    return tasks
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(accountId)
    rows.append(name)
    rows.append(contractType)
    rows.append(billingPolicy)
    rows.append(invoicesOneTimeImmediately)
    rows.append(automation.contains(.charge))
    rows.append(automation.contains(.sync))
    rows.append(automation.contains(.send))
    rows.append(revision)
  }
}

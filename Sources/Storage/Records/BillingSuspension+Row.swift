internal import Billing

extension BillingSuspension: StoredRecord {
  static let table = Table(
    "billing_suspension", key: ["id"],
    [
      .id, Column("account_id", .identifier), Column("billing_schedule_group_id", .identifier),
      Column("billing_schedule_id", .identifier), Column("suspend_date", .date),
      Column("resume_date", .date), .revision,
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), target: try Self.target(from: &row), suspendDate: try row.date(),
      resumeDate: try row.optionalDate(), revision: try row.optionalInteger())
  }

  private static func target(from row: inout RowDecoder) throws(StoreError) -> Target {
    let accountId: Account.ID? = try row.optionalID()
    let groupId: BillingScheduleGroup.ID? = try row.optionalID()
    let scheduleId: BillingSchedule.ID? = try row.optionalID()
    if let accountId { return .account(accountId) }
    if let groupId { return .billingScheduleGroup(groupId) }
    guard let scheduleId else { throw row.unreadable("target of a suspension") }
    return .billingSchedule(scheduleId)
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    var targets: (account: String?, group: String?, schedule: String?)
    switch target {
    case .account(let id): targets.account = id.text
    case .billingScheduleGroup(let id): targets.group = id.text
    case .billingSchedule(let id): targets.schedule = id.text
    }
    rows.append(targets.account)
    rows.append(targets.group)
    rows.append(targets.schedule)
    rows.append(suspendDate)
    rows.append(resumeDate)
    rows.append(revision)
  }
}

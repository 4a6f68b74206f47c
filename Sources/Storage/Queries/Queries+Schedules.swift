package import Billing
package import CivilTime

extension Queries {
  /// How many orders, contracts and cycles are shown beside a record.
  package static let listed = 50

  /// Billing schedules in order of identifier, at most `limit` of them.
  ///
  /// `today`: suspensions that ended by then are left out.
  package func schedules(
    _ scope: InvoiceSelection.Scope, status: BillingScheduleStatus?, limit: Int, today: CivilDate
  ) throws(StoreError) -> [ScheduleView] {
    let hasStatus: SQL? = status.map { "status = \($0.rawValue)" }
    return try session.reading { () throws(StoreError) in
      let schedules: [BillingSchedule] = try database.stored(
        where: scope.scheduleCondition, hasStatus, order: "ORDER BY id LIMIT \(limit)")
      return try views(of: schedules, today: today)
    }
  }

  /// nil when there is none.
  package func schedule(
    _ id: BillingSchedule.ID, today: CivilDate
  ) throws(StoreError) -> ScheduleView? {
    try session.reading { () throws(StoreError) in
      try views(of: try database.stored(where: "id = \(id)"), today: today).first
    }
  }

  private func views(
    of schedules: [BillingSchedule], today: CivilDate
  ) throws(StoreError) -> [ScheduleView] {
    guard !schedules.isEmpty else { return [] }
    let invoices = try lastInvoices(
      of: schedules.filter { $0.progress?.hasLines == true }.map(\.id))
    let errors = try openErrors(
      of: schedules.filter { $0.progress?.status == .error }.map(\.id))
    let suspensions = try suspensions(around: schedules, today: today)
    return schedules.map { schedule in
      ScheduleView(
        schedule: schedule, lastInvoice: invoices[schedule.id], openError: errors[schedule.id],
        suspensions: suspensions(schedule))
    }
  }

  private func lastInvoices(
    of ids: [BillingSchedule.ID]
  ) throws(StoreError) -> [BillingSchedule.ID: InvoiceName] {
    guard !ids.isEmpty else { return [:] }
    var found: [BillingSchedule.ID: InvoiceName] = [:]
    let statement: SQL = """
      SELECT latest.schedule_id, invoice.id, invoice.invoice_number, invoice.status FROM (
        SELECT schedule.id AS schedule_id, \(LatestLine.invoiceId) AS invoice_id
        FROM billing_schedule schedule WHERE schedule.id \(anyOf: ids)
      ) latest
      JOIN invoice ON invoice.id = latest.invoice_id
      """
    try database.query(statement) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      found[try decoder.id()] = InvoiceName(
        id: try decoder.id(), number: try decoder.optionalText(), status: try decoder.value())
    }
    return found
  }

  private func openErrors(
    of ids: [BillingSchedule.ID]
  ) throws(StoreError) -> [BillingSchedule.ID: OpenError] {
    guard !ids.isEmpty else { return [:] }
    var found: [BillingSchedule.ID: OpenError] = [:]
    try database.query(OpenError.statement(of: ids)) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      found[try decoder.id()] = try OpenError(afterScheduleFrom: &decoder)
    }
    return found
  }

  /// What suspends each of the schedules, now or later.
  private func suspensions(
    around schedules: [BillingSchedule], today: CivilDate
  ) throws(StoreError) -> (BillingSchedule) -> [BillingSuspension] {
    var parents: [BillingScheduleGroup.ID: BillingScheduleGroup.ID?] = [:]
    var unknown = Set(schedules.compactMap(\.billingScheduleGroupId))
    while !unknown.isEmpty {
      let groups: [BillingScheduleGroup] = try database.stored(where: "id \(anyOf: unknown)")
      for group in groups { parents[group.id] = .some(group.parentGroupId) }
      unknown = Set(groups.compactMap(\.parentGroupId)).subtracting(parents.keys)
    }
    var byTarget: [BillingSuspension.Target: [BillingSuspension]] = [:]
    for (column, ids) in [
      ("account_id" as SQL, Set(schedules.map(\.accountId.text))),
      ("billing_schedule_group_id", Set(parents.keys.map(\.text))),
      ("billing_schedule_id", Set(schedules.map(\.id.text))),
    ] where !ids.isEmpty {
      let found: [BillingSuspension] = try database.stored(
        where: "\(column) \(anyOf: ids) ORDER BY suspend_date, id")
      for suspension in found where suspension.resumeDate.map({ today < $0 }) ?? true {
        byTarget[suspension.target, default: []].append(suspension)
      }
    }
    return { schedule in
      var targets: [BillingSuspension.Target] = [
        .account(schedule.accountId), .billingSchedule(schedule.id),
      ]
      var seen: Set<BillingScheduleGroup.ID> = []
      var next = schedule.billingScheduleGroupId
      while let id = next, seen.insert(id).inserted {
        targets.append(.billingScheduleGroup(id))
        next = parents[id] ?? nil
      }
      return targets.flatMap { byTarget[$0] ?? [] }
    }
  }
}

extension Database {
  /// The records that all the conditions select which are given.
  func stored<Stored: StoredRecord>(
    where conditions: SQL?..., order: SQL = ""
  ) throws(StoreError) -> [Stored] {
    try rows(
      "SELECT \(columns: Stored.table) FROM \(table: Stored.table)\(where: conditions) \(order)"
    ) { row throws(StoreError) in try Stored(from: &row) }
  }
}

extension InvoiceSelection.Scope {
  /// Of schedules; nil for all.
  var scheduleCondition: SQL? {
    switch self {
    case .all: nil
    case .account(let id): "account_id = \(id)"
    case .order(let id): "order_id = \(id)"
    case .contract(let id):
      """
      id IN (
        SELECT id FROM billing_schedule WHERE billing_contract_id = \(id)
        UNION
        SELECT id FROM billing_schedule WHERE billing_schedule_group_id IN (
          SELECT id FROM billing_schedule_group WHERE billing_contract_id = \(id)
        )
      )
      """
    }
  }
}

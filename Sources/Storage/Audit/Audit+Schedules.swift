internal import Billing
internal import CivilTime
internal import Monetary

/// Where schedules stand, and what bills their usage.
extension Audit {
  /// Schedules, each with its live lines: as many as a schedule has are in memory.
  mutating func checkSchedules() throws(StoreError) {
    let ofSchedules: SQL =
      account.map {
        " AND billing_schedule_id IN (SELECT id FROM billing_schedule WHERE account_id = \($0))"
      } ?? ""
    // A head stands before its lines by the first day that there is, and there by what no line has as its reissue: so both
    // parts come in the order of an index, and nothing is sorted.
    let statement: SQL = """
      SELECT id, 0 AS kind, billed_amount AS amount, \(CivilDate.earliest) AS period_from,
        next_charge_from_date AS period_to, -1 AS reissue, 0 AS late_usage, currency AS detail
      FROM billing_schedule WHERE TRUE\(ofAccount())
      UNION ALL
      SELECT billing_schedule_id, 1, amount, period_from, period_to, reissue, late_usage, invoice_id
      FROM invoice_line WHERE is_live AND billing_schedule_id IS NOT NULL\(ofSchedules)
      ORDER BY id, period_from, reissue, late_usage
      """
    var open: AuditedSchedule?
    try database.stream(statement) { found throws(StoreError) in
      var row = RowDecoder(found)
      countRow()
      let id: BillingSchedule.ID = try row.id()
      let isHead = try row.int() == 0
      let amount = try row.decimal()
      let from = try row.optionalDate()
      let to = try row.optionalDate()
      let reissue = try row.int()
      let lateUsage = try row.int()
      if isHead {
        finish(open)
        guard let to else { throw row.unreadable("next_charge_from_date") }
        let currency = try row.currency()
        guard let billed = Money(exactly: amount, currency: currency) else {
          throw row.unreadable("billed_amount")
        }
        open = AuditedSchedule(id: id, nextChargeFromDate: to, billedAmount: billed)
        return
      }
      let invoiceId: Invoice.ID = try row.id()
      guard let schedule = open, schedule.id == id else {
        report.add([
          AuditBreach(
            .progress, "Invoice \(invoiceId) bills schedule \(id), which is not stored.")
        ])
        return
      }
      guard let billed = Money(exactly: amount, currency: schedule.billedAmount.currency),
        let from, let to, let period = CivilPeriod(from: from, to: to)
      else { throw row.unreadable("period") }
      open?.lines.append(
        AuditedSchedule.Line(
          invoiceId: invoiceId, period: period, reissue: reissue, lateUsage: lateUsage,
          amount: billed))
    }
    finish(open)
  }

  private mutating func finish(_ schedule: AuditedSchedule?) {
    guard let schedule else { return }
    report.count(.periods, schedule.lines.count)
    report.count(.progress)
    report.add(schedule.breaches)
  }

  /// Usage that names an invoice is on a live line of it that holds its day.
  mutating func checkUsage() throws(StoreError) {
    let ofSchedules: SQL =
      account.map {
        " AND usage.billing_schedule_id IN (SELECT id FROM billing_schedule WHERE account_id = \($0))"
      } ?? ""
    let statement: SQL = """
      SELECT usage.id, usage.invoice_id, EXISTS (
          SELECT 1 FROM invoice_line line
          WHERE line.billing_schedule_id = usage.billing_schedule_id AND line.is_live
            AND line.period_from <= usage.usage_date AND line.period_to > usage.usage_date
            AND line.invoice_id = usage.invoice_id
        )
      FROM usage_record usage WHERE usage.invoice_id IS NOT NULL\(ofSchedules)
      """
    try database.stream(statement) { found throws(StoreError) in
      var row = RowDecoder(found)
      countRow()
      report.count(.usage)
      let id = try row.text()
      let invoice = try row.text()
      guard try !row.boolean() else { return }
      report.add([
        AuditBreach(
          .usage,
          "Usage \(id) names invoice \(invoice), which has no live line of its schedule and day.")
      ])
    }
  }
}

internal import Billing

extension OpenError {
  /// Of each of these schedules the open logs, the one seen last at the end.
  static func statement(of ids: [BillingSchedule.ID]) -> SQL {
    """
    SELECT related_id, error_log_number, error_code, error_message FROM error_log
    WHERE related_id \(anyOf: ids) AND related_type = 'BillingSchedule' AND resolved_at IS NULL
    ORDER BY last_seen_at, error_log_number
    """
  }

  /// Reads what follows the schedule.
  init(afterScheduleFrom row: inout RowDecoder) throws(StoreError) {
    self.init(
      number: try row.text(), code: ErrorCode(rawValue: try row.text()), message: try row.text())
  }
}

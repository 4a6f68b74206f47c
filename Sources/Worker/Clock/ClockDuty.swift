import CivilTime
import Storage

/// What time brings, one kind of it. Several processes may do it at the same moment (``ClockLeadership``), so each turn is
/// guarded by what it writes: a unique key, or an update on a condition.
protocol ClockDuty: Sendable {
  /// What is done, as the log names it.
  var name: String { get }

  /// Does what is due, as much as a short transaction takes.
  ///
  /// - Returns: whether more may be due now.
  func turn(over session: BackgroundSession) async throws(StoreError) -> Bool
}

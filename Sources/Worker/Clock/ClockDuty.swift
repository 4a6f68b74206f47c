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

extension ClockDuty {
  /// Does the same for each, so that one which fails or is locked keeps no other waiting.
  ///
  /// - Throws: what failed, once all had their turn, contention before a fault; at once where the database is away or not what the
  ///   others need either.
  func forEach<Element>(
    _ elements: [Element], _ body: (Element) async throws(StoreError) -> Void
  ) async throws(StoreError) {
    var failure: StoreError?
    for element in elements {
      do throws(StoreError) {
        try await body(element)
      } catch {
        switch error.kind {
        case .contention, .constraint, .fault:
          if failure?.kind != .contention { failure = error }
        case .unavailable, .environment, .schemaMissing, .schemaTooNew: throw error
        }
      }
    }
    if let failure { throw failure }
  }
}

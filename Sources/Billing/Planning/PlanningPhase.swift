/// When a request is planned among those of a batch. Facts are loaded once for the requests of one phase, before any of
/// them is planned; those of a later phase are loaded when the earlier are stored.
package enum PlanningPhase: Int, Comparable, Sendable {
  /// Changes records: a schedule may then belong to another account or group, whose records are not loaded.
  case records
  /// Opens what was billed, which may bring usage and periods that nobody has loaded.
  case reopening
  /// Changes nothing that another request would have to load again.
  case billing
  /// Begins, cancels or continues invoice runs: a canceled run's row is locked until its chunks under way have ended, and nothing
  /// else waits with it.
  case runs
  /// Settles what is stored: invoices that the same batch made or posted are among the facts only once they are stored.
  case settling

  /// How many requests share facts at most: of what may be taken back all live lines of its schedules are loaded, besides its
  /// own, which are counted.
  package var requestsTogether: Int {
    switch self {
    case .reopening: 128
    case .runs: 1
    case .records, .billing, .settling: .max
    }
  }

  /// How many stored invoices the requests that share facts post or void together, unless one alone names more: these are
  /// loaded with all their lines as well, and most requests name one.
  package static let invoicesTogether = 400

  package static func < (left: PlanningPhase, right: PlanningPhase) -> Bool {
    left.rawValue < right.rawValue
  }
}

import Billing
import Storage

/// Whether what the database holds keeps the worker's promises: those of `audit`, a line each.
enum PromiseChecks {
  static func examine(_ store: OperatorStore) -> [DoctorCheck] {
    do throws(CommandFailure) {
      let report = try store.query { queries throws(StoreError) in try Audit.run(over: queries) }
      return report.checks.map(check)
    } catch {
      return [notChecked(error.sentence)]
    }
  }

  static func notChecked(_ reason: String) -> DoctorCheck {
    .notChecked(.promises, "audit", reason, .command("invoice-worker audit"))
  }

  private static func check(_ check: AuditReport.Check) -> DoctorCheck {
    let name = check.promise.rawValue
    guard check.breachCount > 0 else {
      return .fine(.promises, name, "\(check.counted) checked")
    }
    return .failed(
      .promises, name,
      "\(check.breachCount) \(check.breachCount == 1 ? "breach" : "breaches") in \(check.counted)"
        + (check.breaches.first.map { "; the first: \($0)" } ?? ""),
      check.promise == .numbers
        ? .command("invoice-worker numbers check") : .command("invoice-worker audit"))
  }
}

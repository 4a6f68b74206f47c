package import Billing

/// What an audit found: a check for each promise, in order.
package struct AuditReport: Sendable {
  package struct Check: Sendable {
    package let promise: AuditPromise
    /// Records that were looked at.
    package var counted = 0
    /// All that break it; of these the first are named.
    package var breachCount = 0
    package var breaches: [String] = []
  }

  package private(set) var checks: [Check] = AuditPromise.allCases.map { Check(promise: $0) }
  private var named = 0

  /// Breaches that are named, of all promises together.
  package static let mostNamed = 100

  package var isClean: Bool { checks.allSatisfy { $0.breachCount == 0 } }

  mutating func count(_ promise: AuditPromise, _ records: Int = 1) {
    checks[Self.index(promise)].counted += records
  }

  mutating func add(_ breaches: [AuditBreach]) {
    for breach in breaches {
      let index = Self.index(breach.promise)
      checks[index].breachCount += 1
      guard named < Self.mostNamed else { continue }
      named += 1
      checks[index].breaches.append(breach.text)
    }
  }

  mutating func add(_ bounded: BoundedBreaches) {
    add(bounded.named)
    checks[Self.index(bounded.promise)].breachCount += bounded.count - bounded.named.count
  }

  private static func index(_ promise: AuditPromise) -> Int {
    // Every promise has its check, made above in the order of all cases.
    AuditPromise.allCases.firstIndex(of: promise) ?? 0
  }
}

/// Breaches of one promise of which as many are kept as a report names.
struct BoundedBreaches {
  let promise: AuditPromise
  private(set) var named: [AuditBreach] = []
  private(set) var count = 0

  init(_ promise: AuditPromise) { self.promise = promise }

  mutating func add(_ text: @autoclosure () -> String) {
    count += 1
    if named.count < AuditReport.mostNamed { named.append(AuditBreach(promise, text())) }
  }
}

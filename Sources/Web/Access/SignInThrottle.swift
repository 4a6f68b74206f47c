package import CivilTime

/// How often an address may try a password: five times a minute that fail. A try counts as failed from its beginning, so that many at once
/// are no more than one after the other. Pure: it is told the time.
package struct SignInThrottle: Hashable, Sendable {
  package static let failures = 5
  package static let seconds: Int64 = 60
  /// Addresses that are remembered; of more the one that failed longest ago is forgotten.
  package static let mostAddresses = 10_000

  private var failed: [String: [UTCInstant]] = [:]

  package init() {}

  /// Begins a try, and says whether the address may make it.
  package mutating func begins(_ address: String, at now: UTCInstant) -> Bool {
    let recent = recent(address, now)
    guard recent.count < Self.failures else { return false }
    failed[address] = recent + [now]
    guard failed.count > Self.mostAddresses else { return true }
    let oldest = failed.min { ($0.value.last ?? now) < ($1.value.last ?? now) }
    if let oldest { failed[oldest.key] = nil }
    return true
  }

  package mutating func noteSuccess(_ address: String) { failed[address] = nil }

  private func recent(_ address: String, _ now: UTCInstant) -> [UTCInstant] {
    let since = now.adding(microseconds: -Self.seconds * 1_000_000)
    return (failed[address] ?? []).filter { $0 > since }
  }
}

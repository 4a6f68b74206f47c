import HTTP
import Synchronization
import Tax
import TestSupport
import TestTaxEngine

/// A client of a test engine, with a clock that the test moves and the changes that it reported.
final class ClientInTest: Sendable {
  let client: TaxEngineClient
  private let shared: Shared

  private final class Shared: Sendable {
    let now = Mutex(TaxCircuit.Instant.now)
    let changes = Mutex<[TaxCircuit.Change]>([])
  }

  init(
    to address: String, token: String? = nil, _ change: (inout HTTPLimits) -> Void = { _ in }
  ) throws {
    var limits = HTTPLimits()
    // No test depends on how fast the engine is.
    limits.connecting = patience
    limits.answering = patience
    change(&limits)
    let shared = Shared()
    self.shared = shared
    client = try TaxEngineClient(
      to: HTTPServer(address, token: token), limits: limits,
      now: { shared.now.withLock { $0 } },
      report: { change in shared.changes.withLock { $0.append(change) } })
  }

  var reported: [TaxCircuit.Change] { shared.changes.withLock { $0 } }

  func move(by duration: Duration) { shared.now.withLock { $0 += duration } }
}

package import AMQP
package import Mail
package import Storage

/// Keeps trying to note what a server has answered, for as long as the database is away, cannot be written to, or has another
/// transaction in the way: what a server has taken and nobody has noted would be sent again. The worker's end is the end of it.
package struct UntilNoted: Sendable {
  private let ending: EndingFlag
  private let limits: Backoff.Limits

  package init(
    ending: EndingFlag,
    limits: Backoff.Limits = Backoff.Limits(first: .milliseconds(100), last: .seconds(1))
  ) {
    self.ending = ending
    self.limits = limits
  }

  /// Runs `body`, once at least, until it succeeds. `report` is given what is waited for.
  package func run(
    reporting report: (StoreError) -> Void, _ body: () async throws(StoreError) -> Void
  ) async throws(StoreError) {
    var backoff = Backoff(limits: limits)
    while true {
      do throws(StoreError) {
        try await body()
        return
      } catch {
        switch error.kind {
        case .contention: break
        case .unavailable, .environment: report(error)
        default: throw error
        }
        guard !ending.isSet else { throw error }
      }
      let wait = backoff.next()
      // Also in a worker that ends: its task is cancelled, and the wait must not be.
      await Task { try? await Task.sleep(for: wait) }.value
    }
  }
}

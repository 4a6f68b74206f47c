import AMQP
import Billing
import CivilTime
import Glibc
import HTTP
import Storage
import Tax

/// A tax engine elsewhere: asked by the lanes, told by a relay.
extension WorkerRuntime {
  /// What the lanes ask; nil where taxes are calculated here.
  static func quotes(
    _ configuration: Configuration, metrics: WorkerMetrics, log: Log
  ) throws(AMQPError) -> TaxQuotes? {
    guard let access = configuration.tax else { return nil }
    let server = access.server.description
    let client: TaxEngineClient
    do throws(HTTPClientError) {
      client = try TaxEngineClient(to: access.server, concurrency: access.concurrency) { change in
        switch change {
        case .away(let reason):
          log.write(.taxEngineAway, ["engine": .text(server), "reason": .text(reason)])
        case .back: log.write(.taxEngineBack, ["engine": .text(server)])
        }
      }
    } catch {
      throw .system(operation: "the tax engine's client: \(error.description)", code: EAGAIN)
    }
    return TaxQuotes(
      client: client, concurrency: access.concurrency,
      estimatesWhileAway: access.fallback == .rateTable, metrics: metrics)
  }

  /// What tells the engine what was posted; nil likewise.
  static func taxes(
    _ quotes: TaxQuotes?, _ messages: BackgroundMessages, metrics: WorkerMetrics, log: Log
  ) -> TaxRelay? {
    quotes.map { quotes in
      TaxRelay(
        client: quotes.client, concurrency: { quotes.roomForRelay }, messages: messages,
        metrics: metrics, log: log)
    }
  }

  /// Tells the engine what was posted and voided until the worker shall end; what has begun by then is finished, and does not keep
  /// back acknowledgements.
  func tellTaxEngine() async {
    guard let taxes else { return }
    await withTaskGroup { group in
      group.addTask { await self.runUntilDrain(taxes, over: self.taxSession) }
      group.addTask { await self.countTaxes() }
      await group.next()
      group.cancelAll()
    }
  }

  /// Between two counts of what waits for the engine.
  private static let countInterval = Duration.seconds(5)

  /// Counts what is still to be told, also while the engine is away, until the task is cancelled.
  private func countTaxes() async {
    let warning = OncePerInterval()
    while !Task.isCancelled {
      do throws(StoreError) {
        let (ages, backlog) = try await taxSession.run { session throws(StoreError) in
          let now = try session.now()
          func age(_ instant: UTCInstant) -> Double {
            Double(max(0, now.microsecondsSince1970 - instant.microsecondsSince1970)) / 1_000_000
          }
          let waiting = try session.taxesToTell()
          return (
            try session.taxesOpen().oldest.mapValues(age),
            RelayBacklog(
              waiting: waiting.count, oldestAge: waiting.firstDue.map(age) ?? 0)
          )
        }
        metrics.taxAges.note(ages)
        metrics.tax.note(backlog)
      } catch {
        log.write(.taxesUnreadable, once: warning, ["error": .text(error.description)])
      }
      do { try await Task.sleep(for: Self.countInterval) } catch { return }
    }
  }
}

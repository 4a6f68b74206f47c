package import HTTPServer
import Synchronization

/// Keeps the server of ``MonitoringAnswers`` up for as long as the worker runs. A port that somebody else has is no reason not to
/// work: it is tried again, and said once a minute.
package final class MonitoringServer: Sendable {
  private let wanted: ListenAddress
  private let answers: MonitoringAnswers
  private let log: Log
  private let listening = Mutex<ListenAddress?>(nil)

  private static let interval = Duration.seconds(5)

  package init(at address: ListenAddress, _ answers: MonitoringAnswers, log: Log) {
    wanted = address
    self.answers = answers
    self.log = log
  }

  /// Where it listens now; nil while it does not.
  package var address: ListenAddress? { listening.withLock { $0 } }

  /// Answers until the task is cancelled.
  package func run() async {
    let warning = OncePerInterval()
    while !Task.isCancelled {
      do throws(HTTPServerError) {
        let answers = answers
        let server = try HTTPServer(at: wanted) { answers.answer($0) }
        listening.withLock { $0 = server.address }
        log.write(.monitoringStarted, ["address": .text("\(server.address)")])
        await Self.untilCancelled()
        listening.withLock { $0 = nil }
        server.stop()
      } catch {
        log.write(
          .monitoringFailed, once: warning,
          ["address": .text("\(wanted)"), "error": .text(error.description)])
        do { try await Task.sleep(for: Self.interval) } catch { return }
      }
    }
  }

  private static func untilCancelled() async {
    while true {
      do { try await Task.sleep(for: .seconds(3_600)) } catch { return }
    }
  }
}

import Glibc
import Synchronization
import Worker

/// What the signals of an operator mean to a worker, also while there is no worker yet: SIGTSTP quiets it, SIGCONT ends
/// that, SIGHUP has the configuration read again and the connections made anew, SIGUSR1 has everything logged.
final class WorkerSignals: Sendable {
  private struct State {
    var isQuiet = false
    var runtime: WorkerRuntime?
  }

  private let state = Mutex(State())
  private let log: Log
  private let opener: RenewableOpener
  private let read: @Sendable () throws(CommandFailure) -> Configuration

  /// `opener`: the worker's; `read`: the configuration as it is now.
  init(
    log: Log, opener: RenewableOpener,
    reading read: @escaping @Sendable () throws(CommandFailure) -> Configuration
  ) {
    self.log = log
    self.opener = opener
    self.read = read
  }

  var handlers: [Int32: @Sendable () -> Void] {
    [
      SIGTSTP: { self.quiet(true) }, SIGCONT: { self.quiet(false) }, SIGHUP: { self.renew() },
      SIGUSR1: { self.log.toggleDebug() },
    ]
  }

  /// From now on the signals reach this worker, and what came before counts.
  func connect(_ runtime: WorkerRuntime) {
    let isQuiet = state.withLock { state in
      state.runtime = runtime
      return state.isQuiet
    }
    if isQuiet { runtime.control(.quiet) }
  }

  private func quiet(_ isQuiet: Bool) {
    let runtime = state.withLock { state in
      state.isQuiet = isQuiet
      return state.runtime
    }
    runtime?.control(isQuiet ? .quiet : .resume)
  }

  private func renew() {
    // A worker that is not there yet reads its configuration when it begins.
    guard let runtime = state.withLock({ $0.runtime }) else { return }
    do throws(CommandFailure) {
      let configuration = try read()
      // Sessions that are open stay: servers ask for a password at the login only.
      opener.replace(with: try OperatorStore(configuration).opener)
      runtime.control(.renew(configuration.broker))
    } catch {
      log.write(
        .configurationUnreadable,
        ["error": .text(error.sentence)])
    }
  }
}

import Dispatch
import Glibc
import Synchronization
import Worker

/// Carries a signal to the worker, also when it comes before there is a worker.
final class StopRequest: Sendable {
  private struct State {
    var isRequested = false
    var drain: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  private let deadline = DispatchQueue(label: "drain-deadline")

  /// Seconds after which the process ends, within the 25 that are promised. The drain itself gives up earlier
  /// (``Worker/WorkerRuntime/drainLimit``).
  private static let longestDrain = 23.5
  /// How long the last lines of the log may take: the log may have no reader.
  static let lastWords = Duration.milliseconds(500)

  /// The second signal ends the process: nothing is lost, for what is not committed was not acknowledged.
  func signalled(_ count: Int, log: Log) {
    guard count == 1 else {
      log.write(.stoppedAtOnce)
      log.flush(within: Self.lastWords)
      _exit(128 + SIGTERM)
    }
    let drain = state.withLock { state in
      state.isRequested = true
      return state.drain
    }
    // A server that hangs may hold a call for longer than supervisors wait: then the drain ends as a second
    // signal would end it.
    deadline.asyncAfter(deadline: .now() + Self.longestDrain) {
      log.write(.drainHangs)
      log.flush(within: Self.lastWords)
      _exit(128 + SIGTERM)
    }
    drain?()
  }

  /// - Parameter drain: called once, at once if a signal has come already.
  func connect(_ drain: @escaping @Sendable () -> Void) {
    let isRequested = state.withLock { state in
      state.drain = drain
      return state.isRequested
    }
    if isRequested { drain() }
  }
}

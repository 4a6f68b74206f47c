import Glibc

/// Hears SIGTERM and SIGINT on a thread of its own.
///
/// The signals are blocked and waited for, so that nothing runs in a signal handler, where almost nothing
/// may be called. A type of its own, isolated to nobody: a closure made in the program's entry
/// point would belong to the main actor and trap on the first signal.
enum StopSignals {
  /// Calls back with 1 on the first signal, 2 on the second, and so on.
  ///
  /// To be called before any other thread exists that could take the signal instead: threads inherit
  /// what is blocked from the one that starts them.
  ///
  /// - Returns: whether the thread could be started; when not, the signals are as they were.
  @discardableResult
  static func listen(_ onSignal: @escaping @Sendable (_ count: Int) -> Void) -> Bool {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &signals, &before)

    let listener = Unmanaged.passRetained(Listener(signals: signals, onSignal: onSignal))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Listener>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, listener.toOpaque())
    guard status == 0 else {
      listener.release()
      pthread_sigmask(SIG_SETMASK, &before, nil)
      return false
    }
    pthread_detach(thread)
    return true
  }

  private final class Listener: Sendable {
    private let signals: sigset_t
    private let onSignal: @Sendable (Int) -> Void

    init(signals: sigset_t, onSignal: @escaping @Sendable (Int) -> Void) {
      self.signals = signals
      self.onSignal = onSignal
    }

    func run() {
      var signals = signals
      var count = 0
      while true {
        var signal: Int32 = 0
        guard sigwait(&signals, &signal) == 0 else { return }
        count += 1
        onSignal(count)
      }
    }
  }
}

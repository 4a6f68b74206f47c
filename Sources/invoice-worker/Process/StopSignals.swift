import Glibc

/// Receives SIGTERM and SIGINT, and others that a worker obeys, on a thread of its own.
///
/// The handler only writes a byte into a pipe, for almost nothing may be called in a signal handler; the
/// thread at the other end does the rest. Waiting for blocked signals instead would not do: the
/// thread that runs the program's entry point ends up in `sigsuspend` with every signal allowed. A
/// type of its own, isolated to no actor: a closure made in the program's entry point would belong to
/// the main actor and trap on the first signal.
enum StopSignals {
  /// The pipe's writing end. Safe without a lock: it is written once, before the handler that reads it is
  /// set up, and never again.
  nonisolated(unsafe) private static var writeEnd: Int32 = -1

  /// Calls back with 1 on the first signal to stop, 2 on the second, and so on; and what is to be done about other
  /// signals, by their numbers. To be called once.
  ///
  /// - Returns: whether the signals are listened to; when not, they are as they were.
  static func listen(
    others: [Int32: @Sendable () -> Void] = [:],
    _ onSignal: @escaping @Sendable (_ count: Int) -> Void
  ) -> Bool {
    var ends: [Int32] = [-1, -1]
    guard writeEnd < 0, pipe(&ends) == 0 else { return false }
    let listener = Unmanaged.passRetained(
      Listener(readEnd: ends[0], others: others, onSignal: onSignal))
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
      close(ends[0])
      close(ends[1])
      return false
    }
    pthread_detach(thread)
    writeEnd = ends[1]
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in StopSignals.pass(signal) }
    // A read or write that the signal falls into goes on.
    action.sa_flags = SA_RESTART
    return ([SIGTERM, SIGINT] + others.keys).allSatisfy { sigaction($0, &action, nil) == 0 }
  }

  /// In the signal handler: `write` is one of the few calls allowed there, and the code that was interrupted
  /// must find its `errno` unchanged. A full pipe drops the byte: then enough signals are waiting.
  private static func pass(_ signal: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    write(writeEnd, &byte, 1)
    errno = before
  }

  private final class Listener: Sendable {
    private let readEnd: Int32
    private let others: [Int32: @Sendable () -> Void]
    private let onSignal: @Sendable (Int) -> Void

    init(
      readEnd: Int32, others: [Int32: @Sendable () -> Void],
      onSignal: @escaping @Sendable (Int) -> Void
    ) {
      self.readEnd = readEnd
      self.others = others
      self.onSignal = onSignal
    }

    func run() {
      // Whoever started the program may have had them blocked, which is inherited: this thread takes them.
      var signals = sigset_t()
      sigemptyset(&signals)
      for signal in [SIGTERM, SIGINT] + others.keys { sigaddset(&signals, signal) }
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      var count = 0
      while true {
        var byte: UInt8 = 0
        let got = read(readEnd, &byte, 1)
        if got == 1, let other = others[Int32(clamping: byte)] {
          other()
        } else if got == 1 {
          count += 1
          onSignal(count)
        } else if got == 0 || errno != EINTR {
          return
        }
      }
    }
  }
}

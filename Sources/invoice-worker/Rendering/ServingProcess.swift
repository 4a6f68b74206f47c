import AMQP
import Glibc

/// A process of another program that is asked over its standard input and answers over its standard output. Ended with the value.
///
/// This process must ignore SIGPIPE: whoever is asked may be gone.
struct ServingProcess: ~Copyable {
  enum Failure: Error, Hashable, Sendable {
    /// The system's words.
    case notStarted(String)
    case ended
    case tooSlow
  }

  private let processIdentifier: pid_t
  private let input: Int32
  private let output: Int32

  /// Its standard error is nobody's: what it has to say, it answers.
  init(_ arguments: [String]) throws(Failure) {
    var toChild: [Int32] = [-1, -1]
    var fromChild: [Int32] = [-1, -1]
    guard pipe(&toChild) == 0 else { throw Self.failure(errno) }
    guard pipe(&fromChild) == 0 else {
      let code = errno
      for end in toChild { close(end) }
      throw Self.failure(code)
    }
    // Its own ends are named below; these it must not keep, or it would not see that nothing more comes.
    for end in toChild + fromChild { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var pid: pid_t = 0
    let code = Self.spawn(arguments, &pid, input: toChild[0], output: fromChild[1])
    close(toChild[0])
    close(fromChild[1])
    guard code == 0 else {
      close(toChild[1])
      close(fromChild[0])
      throw Self.failure(code)
    }
    processIdentifier = pid
    input = toChild[1]
    output = fromChild[0]
    // Neither a full pipe nor an empty one holds up longer than is waited for.
    for end in [input, output] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
  }

  deinit {
    close(input)
    close(output)
    kill(processIdentifier, SIGKILL)
    var status: Int32 = 0
    while waitpid(processIdentifier, &status, 0) < 0, errno == EINTR {}
  }

  /// In a group of its own, for what a terminal signals is this process's to handle; and with the signals that a new program expects.
  private static func spawn(
    _ arguments: [String], _ pid: inout pid_t, input: Int32, output: Int32
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return posix_spawn(&pid, arguments[0], &actions, &attributes, &pointers, environ)
  }

  private static func failure(_ code: Int32) -> Failure {
    .notStarted(String(cString: strerror(code)))
  }

  // MARK: Asking

  /// Sends all of it.
  func write(_ bytes: [UInt8], before deadline: MonotonicInstant) throws(Failure) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes {
        Glibc.write(input, $0.baseAddress, $0.count)
      }
      if written > 0 {
        start += written
      } else {
        try waitUnlessInterrupted(for: input, Int16(POLLOUT), before: deadline)
      }
    }
  }

  /// So many bytes of the answer.
  func read(_ count: Int, before deadline: MonotonicInstant) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var start = 0
    while start < count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(output, $0.baseAddress?.advanced(by: start), count - start)
      }
      if got > 0 {
        start += got
      } else if got == 0 {
        throw .ended
      } else {
        try waitUnlessInterrupted(for: output, Int16(POLLIN), before: deadline)
      }
    }
    return bytes
  }

  /// After a call that did nothing: an end that is not ready is waited for.
  private func waitUnlessInterrupted(
    for end: Int32, _ events: Int16, before deadline: MonotonicInstant
  ) throws(Failure) {
    guard errno == EAGAIN || errno == EINTR else { throw .ended }
    let left = MonotonicInstant.now.duration(to: deadline)
    guard left > .zero else { throw .tooSlow }
    var waiting = pollfd(fd: end, events: events, revents: 0)
    // Looked at again at the latest after a second.
    _ = poll(&waiting, 1, left < .seconds(1) ? 20 : 1_000)
  }
}

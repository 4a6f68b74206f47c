import Glibc
import HTTPServer
import Worker

/// The files, sockets and pipes that the process may open.
///
/// The run-time library ends a process by a trap when it is refused one of its own (timers, wake-ups), at any
/// moment. So there are enough, or the command says so before it begins.
enum OpenFiles {
  /// For a command: standard streams, the run-time library's, a broker and a name server, a database or some files.
  static let command = 32

  /// For a worker: besides those of a command a second broker connection, and for each lane, the relay and the
  /// housekeeping a session with a database; SQLite's has the file, its log and their index. `taxCalls`: those to a tax engine at a
  /// time, 0 for none.
  static func worker(lanes: Int, answersHTTP: Bool = false, taxCalls: Int = 0) -> Int {
    command + 16 + 6 * (lanes + 4) + (answersHTTP ? HTTPServer.files + watch : 0)
      + (taxCalls > 0 ? taxCalls + taxRelay : 0)
  }

  /// The tax relay's session with the database, and what wakes the thread that calls the engine and finds its address.
  private static let taxRelay = 6 + 10
  /// For the page: besides those of a command its connections, what draws PDF, and a connection to the broker for each that acts.
  static let page = command + 64 + PageServer.files

  /// The connection over which queues are looked at.
  private static let watch = 4

  /// Raises the limit where the system lets it, and checks that this many can be open at a time.
  ///
  /// - Throws: a sentence that says what to raise.
  static func require(_ count: Int) throws(CommandFailure) {
    var limit = rlimit()
    // The process's own limit may be raised up to the hard one without privileges.
    let wanted = rlim_t(max(count, 1_024))
    if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
      limit.rlim_cur < wanted, limit.rlim_cur < limit.rlim_max
    {
      limit.rlim_cur = min(wanted, limit.rlim_max)
      _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    // Tried, not computed: some are open already, and the whole system may have run out of them.
    var ends: [Int32] = [-1, -1]
    var tried: [Int32] = []
    defer { for descriptor in tried { close(descriptor) } }
    guard pipe(&ends) == 0 else { throw tooFew(count, errno) }
    tried += ends
    while tried.count < count - standardStreams {
      let descriptor = fcntl(ends[0], F_DUPFD_CLOEXEC, 0)
      guard descriptor >= 0 else { throw tooFew(count, errno) }
      tried.append(descriptor)
    }
  }

  private static let standardStreams = 3

  private static func tooFew(_ count: Int, _ code: Int32) -> CommandFailure {
    CommandFailure(
      status: .configuration,
      sentence:
        "the limit of open files and connections is too low (\(String(cString: strerror(code)))); \(count) are needed: raise the limit (ulimit -n, LimitNOFILE=, --ulimit nofile=)"
    )
  }
}

internal import CPostgreSQL
internal import Glibc

/// The owner of one `PGconn`: connected in its initializer, finished once, on ``finish()`` or in its
/// `deinit`.
///
/// libpq allows one thread at a time on a connection. The types that hold this one are not
/// `Sendable`, so the compiler enforces that.
@safe
struct PostgreSQLHandle: ~Copyable {
  /// Nil after ``finish()``; libpq's functions answer "bad connection" for a null pointer.
  private(set) var pointer: OpaquePointer?

  /// Connects to one host.
  ///
  /// Step by step instead of by the blocking call: that one cannot be told to report the server's
  /// error code, without which a wrong password looks like an outage.
  init(_ options: [String: String], timeout: Int64) throws(PostgreSQLError) {
    unsafe pointer = Self.start(options)
    guard unsafe pointer != nil else {
      throw PostgreSQLError(code: .outOfMemory, message: "no memory for a connection")
    }
    // The default receiver prints warnings to standard error, past the log.
    unsafe PQsetNoticeReceiver(pointer, { _, _ in }, nil)
    unsafe PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
    try connect(timeout: timeout)
    unsafe PQsetErrorVerbosity(pointer, PQERRORS_DEFAULT)
    guard unsafe PQsetnonblocking(pointer, 1) == 0 else {
      throw unsafe PostgreSQLError(lost: pointer)
    }
  }

  deinit {
    unsafe PQfinish(pointer)
  }

  mutating func finish() {
    unsafe PQfinish(pointer)
    unsafe pointer = nil
  }

  private func connect(timeout: Int64) throws(PostgreSQLError) {
    guard unsafe PQstatus(pointer) != CONNECTION_BAD else { throw connectFailure() }
    let deadline = Deadline(after: timeout)
    var wanted = SocketReadiness.writable
    while true {
      let ready = SocketReadiness.wait(
        for: wanted, on: unsafe PQsocket(pointer), timeout: deadline.remaining)
      guard !ready.isEmpty else {
        throw PostgreSQLError(
          code: .unableToConnect,
          message: "the server did not accept the connection within \(timeout) ms", isFatal: true)
      }
      switch unsafe PQconnectPoll(pointer) {
      case PGRES_POLLING_OK: return
      case PGRES_POLLING_READING: wanted = .readable
      case PGRES_POLLING_WRITING: wanted = .writable
      default: throw connectFailure()
      }
    }
  }

  private func connectFailure() -> PostgreSQLError {
    let text = unsafe PQerrorMessage(pointer).map { unsafe String(cString: $0) } ?? ""
    let report = ConnectFailureReport(text)
    let noPassword = unsafe PQconnectionNeedsPassword(pointer) == 1
    return PostgreSQLError(
      code: report.code ?? (noPassword ? .invalidPassword : .unableToConnect),
      message: report.message, isFatal: true)
  }

  /// Copies the options into the form libpq wants, which copies them again before it returns.
  private static func start(_ options: [String: String]) -> OpaquePointer? {
    let keywords = Array(options.keys)
    let values = keywords.map { options[$0] ?? "" }
    return unsafe withCStrings(keywords) { keywords in
      unsafe withCStrings(values) { values in
        unsafe PQconnectStartParams(keywords, values, 0)
      }
    }
  }

  /// The texts as a null-terminated list of C strings, valid inside `body`.
  @unsafe
  private static func withCStrings(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> OpaquePointer?
  ) -> OpaquePointer? {
    var characters: [CChar] = []
    var starts: [Int] = []
    for text in texts {
      starts.append(characters.count)
      characters.append(contentsOf: text.utf8.map { CChar(bitPattern: $0) })
      characters.append(0)
    }
    return unsafe characters.withUnsafeBufferPointer { all in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafePointer<CChar>?.self, capacity: starts.count + 1
      ) { list in
        for (index, start) in starts.enumerated() {
          unsafe list.initializeElement(at: index, to: all.baseAddress.map { unsafe $0 + start })
        }
        unsafe list.initializeElement(at: starts.count, to: nil)
        return unsafe body(list.baseAddress.map { unsafe UnsafePointer($0) })
      }
    }
  }
}

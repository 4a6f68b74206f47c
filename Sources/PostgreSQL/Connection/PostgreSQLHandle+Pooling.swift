internal import CPostgreSQL

/// Whether what answers is one session for one connection, asked before anything is set in it: a pooler that gives
/// each transaction another of its sessions (PgBouncer's `pool_mode = transaction`) would give our settings and prepared
/// statements to its other clients, and theirs to us.
extension PostgreSQLHandle {
  /// - Throws: ``PostgreSQLError`` of ``SQLState/featureNotSupported`` behind such a pooler.
  func refuseTransactionPooling(
    timeout: Int64, another: () throws(PostgreSQLError) -> PostgreSQLHandle
  ) throws(PostgreSQLError) {
    // The server itself names the process that serves us at the login; a pooler names nobody's, for cancelling.
    let login = unsafe String(PQbackendPID(pointer))
    guard try scalar(Self.process, timeout: timeout) != login else { return }
    let other = try another()
    // Two connections that are open at the same time are never served by one process, and one never by two. One
    // look tells where nobody else uses the pool; others may take our process from it in between.
    for _ in 0..<Self.looks {
      let before = try scalar(Self.process, timeout: timeout)
      let held: String?
      do throws(PostgreSQLError) {
        _ = try other.scalar("BEGIN", timeout: timeout)
        held = try other.scalar(Self.process, timeout: timeout)
      } catch {
        // No answer: the pool has no second session for as long as we have ours, which is our own then. Anything else:
        // no transactions at all (`pool_mode = statement` ends the connection).
        guard error.code == .queryCanceled else { throw Self.transactionPooling }
        return
      }
      guard held != before, try scalar(Self.process, timeout: timeout) == before else {
        throw Self.transactionPooling
      }
      _ = try other.scalar("ROLLBACK", timeout: timeout)
    }
  }

  private static let process = "SELECT pg_catalog.pg_backend_pid()"
  private static let looks = 8

  private static let transactionPooling = PostgreSQLError(
    code: .featureNotSupported,
    message: """
      a pooler gives each transaction another session of the server (transaction pooling), and a worker needs its \
      own: use the pooler's session pooling, or connect to the server itself
      """)

  /// The first value that a statement answers, outside of pipeline mode.
  private func scalar(_ sql: String, timeout: Int64) throws(PostgreSQLError) -> String? {
    guard unsafe PQsendQuery(pointer, sql) == 1 else {
      throw unsafe PostgreSQLError(lost: pointer)
    }
    let deadline = Deadline(after: timeout)
    var value: String?
    var failure: PostgreSQLError?
    while true {
      let unsent = unsafe PQflush(pointer)
      guard unsent >= 0 else { throw unsafe PostgreSQLError(lost: pointer) }
      if unsent == 0, unsafe PQisBusy(pointer) == 0 {
        guard let result = unsafe PQgetResult(pointer) else { break }
        if unsafe PQresultStatus(result) == PGRES_TUPLES_OK, unsafe PQntuples(result) > 0,
          let text = unsafe PQgetvalue(result, 0, 0)
        {
          value = unsafe String(cString: text)
        } else if unsafe PQresultStatus(result) == PGRES_FATAL_ERROR, failure == nil {
          failure = unsafe PostgreSQLError(result: result, sql: sql)
        }
        unsafe PQclear(result)
        continue
      }
      let ready = SocketReadiness.wait(
        for: unsent == 0 ? .readable : [.readable, .writable], on: unsafe PQsocket(pointer),
        timeout: deadline.remaining)
      guard !ready.isEmpty else {
        throw PostgreSQLError(
          code: .queryCanceled, message: "the server said nothing for \(timeout) ms",
          isFatal: true)
      }
      if ready.contains(.readable) {
        // Where the connection is closed, the server's last words may have come before.
        guard unsafe PQconsumeInput(pointer) == 1 || PQisBusy(pointer) == 0 else {
          throw unsafe PostgreSQLError(lost: pointer)
        }
      }
    }
    if let failure { throw failure }
    return value
  }
}

internal import CPostgreSQL

extension PostgreSQLConnection {
  enum Goal {
    /// Everything handed to libpq is on its way.
    case sent
    /// Every reply has come.
    case settled
  }

  /// Moves bytes until the goal is reached, reading also while it sends.
  ///
  /// Why both: the server stops reading while its own answers are not taken. A client that only
  /// sends would wait for it for ever, and it for the client.
  func exchange(until goal: Goal) throws(PostgreSQLError) {
    while true {
      let unsent = unsafe PQflush(handle.pointer)
      guard unsent >= 0 else { throw lose() }
      if unsent == 0 { unsentBytes = 0 }
      takeReplies()
      if let loss { throw abandon(loss) }
      if unsent == 0, goal == .sent || replies.isEmpty { return }
      try waitForSocket(unsent == 0 ? .readable : [.readable, .writable])
    }
  }

  /// Waits for the socket and reads what has arrived; any progress restarts the timeout.
  func waitForSocket(_ wanted: SocketReadiness) throws(PostgreSQLError) {
    let deadline = Deadline(after: configuration.responseTimeout)
    while true {
      // The encryption layer may hold bytes that the socket no longer shows: look once a second.
      let remaining = deadline.remaining
      let turn = isEncrypted ? min(remaining, 1_000) : remaining
      let ready = SocketReadiness.wait(
        for: wanted, on: unsafe PQsocket(handle.pointer), timeout: turn)
      if ready.contains(.readable) || (ready.isEmpty && isEncrypted) {
        guard unsafe PQconsumeInput(handle.pointer) == 1 else { throw lose() }
      }
      if !ready.isEmpty || (isEncrypted && !isBusy) { return }
      guard deadline.remaining > 0 else {
        throw lose(
          PostgreSQLError(
            code: .connectionFailure,
            message: "the server said nothing for \(configuration.responseTimeout) ms",
            isFatal: true))
      }
    }
  }

  /// Whether the next result has not come in full yet.
  var isBusy: Bool { unsafe PQisBusy(handle.pointer) == 1 }

  /// Takes every reply that has come in full, without waiting for more.
  func takeReplies() {
    // libpq ends each statement's results with a null; one without a result before it says that
    // nothing more is there.
    var nulls = 0
    while loss == nil, !replies.isEmpty, nulls < 2, !isBusy {
      guard let pointer = unsafe PQgetResult(handle.pointer) else {
        nulls = replies.endCurrent() ? 0 : nulls + 1
        continue
      }
      nulls = 0
      take(unsafe PostgreSQLResult(pointer))
    }
  }

  private func take(_ result: PostgreSQLResult) {
    guard let reply = replies.current else { return }
    switch result.status {
    case .sync:
      replies.removeCurrent()
      return
    case .failure:
      let error = result.error(sql: reply.sql)
      if pipelineFailure == nil { pipelineFailure = error }
      if error.isFatal { loss = error }
      forget(reply, after: error)
    case .skipped:
      forget(reply, after: nil)
    case .success:
      if case .execution(_, let ticket?) = reply { results[ticket] = result }
    }
    replies.currentHasResult = true
  }

  /// A statement whose preparation did not come through, or which the server no longer takes as it
  /// was prepared, has to be prepared again.
  private func forget(_ reply: ReplyQueue.Reply, after error: PostgreSQLError?) {
    switch reply {
    case .preparation(let statement): statements.remove(statement)
    case .execution(let statement, _):
      switch error?.code {
      case .featureNotSupported?: statements.retire(statement)
      case .invalidStatementName?: statements.remove(statement)
      default: break
      }
    case .deallocation(let statement):
      if error == nil { statements.retire(statement) }
    case .sync: break
    }
  }

  /// Ends the use of the connection, after listening for the server's last words: they tell a
  /// shutdown from a broken line.
  func lose(_ reason: PostgreSQLError? = nil) -> PostgreSQLError {
    if let loss { return loss }
    if let reason { return abandon(reason) }
    // What this says is in the connection's message as well.
    _ = unsafe PQconsumeInput(handle.pointer)
    takeReplies()
    if let loss { return abandon(loss) }
    return abandon(unsafe PostgreSQLError(lost: handle.pointer))
  }

  private func abandon(_ reason: PostgreSQLError) -> PostgreSQLError {
    loss = reason
    handle.finish()
    replies.removeAll()
    results.removeAll()
    return reason
  }
}

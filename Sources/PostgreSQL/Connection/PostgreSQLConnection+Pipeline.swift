internal import CPostgreSQL

extension PostgreSQLConnection {
  /// Sends a statement whose result nobody needs, without waiting for it. Its error, if any, is
  /// thrown by the next ``sync()`` or ``query(_:_:)``.
  ///
  /// `sql` is one statement with `$1 …` for values; it is prepared once for each connection. Give
  /// the same text every time: values never belong into it.
  ///
  /// - Throws: ``PostgreSQLError`` when the connection is lost, or for parameters that cannot be
  ///   sent (then nothing was).
  package func enqueue(
    _ sql: String, _ parameters: PostgreSQLParameters = PostgreSQLParameters()
  ) throws(PostgreSQLError) {
    try send(sql, parameters, ticket: nil)
  }

  /// Like ``enqueue(_:_:)``, but keeps the result, to be taken with ``result(for:)`` after the next
  /// ``sync()``. Several questions so cost one round trip.
  package func submit(
    _ sql: String, _ parameters: PostgreSQLParameters = PostgreSQLParameters()
  ) throws(PostgreSQLError) -> PostgreSQLTicket {
    nextTicket &+= 1
    let ticket = PostgreSQLTicket(number: nextTicket)
    try send(sql, parameters, ticket: ticket)
    return ticket
  }

  /// Sends a statement and waits for its result and for everything sent before it.
  ///
  /// - Throws: the first error since the last sync, which need not be this statement's.
  package func query(
    _ sql: String, _ parameters: PostgreSQLParameters = PostgreSQLParameters()
  ) throws(PostgreSQLError) -> PostgreSQLResult {
    let ticket = try submit(sql, parameters)
    try sync()
    return try result(for: ticket)
  }

  /// Sends what was enqueued so far without waiting for answers, so that the server works on it while
  /// the caller does something else.
  package func flush() throws(PostgreSQLError) {
    try requireUsable()
    try exchange(until: .sent)
  }

  /// Waits until the server has answered everything sent so far. Nothing to do when nothing was.
  ///
  /// Outside a transaction, what was sent between two syncs is a transaction of its own.
  ///
  /// - Throws: the first error since the last sync. Results of what came before it are dropped.
  package func sync() throws(PostgreSQLError) {
    try requireUsable()
    try settle()
    if let failure = pipelineFailure {
      pipelineFailure = nil
      results.removeAll()
      throw failure
    }
  }

  /// The result of a submitted statement, once.
  ///
  /// - Throws: ``SQLState/invalidDescriptorIndex`` for a ticket that was taken before, or not synced.
  package func result(for ticket: PostgreSQLTicket) throws(PostgreSQLError) -> PostgreSQLResult {
    guard let result = results.removeValue(forKey: ticket) else {
      throw PostgreSQLError(
        code: .invalidDescriptorIndex, message: "the result was taken before, or is not there yet")
    }
    return result
  }

  /// Ends the pipeline, if one is open, and exchanges bytes until the server has answered that.
  func settle() throws(PostgreSQLError) {
    guard isPipelineOpen else { return }
    guard unsafe PQpipelineSync(handle.pointer) == 1 else { throw lose() }
    replies.append(.sync)
    try exchange(until: .settled)
    isPipelineOpen = false
  }

  private func send(
    _ sql: String, _ parameters: PostgreSQLParameters, ticket: PostgreSQLTicket?
  ) throws(PostgreSQLError) {
    try requireUsable()
    try parameters.check()
    // The server would pass over it.
    guard pipelineFailure == nil else { return }
    try dropRetired()
    isPipelineOpen = true
    let statement = try prepared(sql, parameters)
    let sent = unsafe parameters.withPointers { count, values, lengths, formats in
      unsafe PQsendQueryPrepared(
        handle.pointer, statement.name, count, values, lengths, formats, 0)
    }
    guard sent == 1 else { throw lose() }
    replies.append(.execution(statement, ticket))
    try sendLater(parameters.byteCount + statement.name.utf8.count)
  }

  /// The statement's name on the server, sending its text before first use.
  private func prepared(
    _ sql: String, _ parameters: PostgreSQLParameters
  ) throws(PostgreSQLError) -> PreparedStatement {
    if let known = statements.find(sql) { return known }
    let statement = statements.insert(sql)
    // No parameter types: the server infers them from where the parameters stand.
    guard unsafe PQsendPrepare(handle.pointer, statement.name, sql, 0, nil) == 1 else {
      throw lose()
    }
    replies.append(.preparation(statement))
    try sendLater(sql.utf8.count)
    return statement
  }

  /// Gives statements that fell out of the cache back to the server, at the start of a pipeline
  /// outside transactions, where nothing else can fail because of it.
  private func dropRetired() throws(PostgreSQLError) {
    guard statements.hasRetired, !isPipelineOpen,
      unsafe PQtransactionStatus(handle.pointer) == PQTRANS_IDLE
    else { return }
    for statement in statements.takeRetired() {
      // No value from outside: the cache numbers the names.
      let sql = "DEALLOCATE \(statement.name)"
      guard unsafe PQsendQueryParams(handle.pointer, sql, 0, nil, nil, nil, nil, 0) == 1 else {
        throw lose()
      }
      replies.append(.deallocation(statement))
    }
  }

  /// Lets libpq gather small messages, and sends before its buffer grows much.
  private func sendLater(_ bytes: Int) throws(PostgreSQLError) {
    unsentBytes += bytes + 64
    guard unsentBytes >= 65_536 else { return }
    try exchange(until: .sent)
  }
}

/// Transactions. `BEGIN` travels with the first statements and `COMMIT` with the last, so neither
/// costs a round trip of its own beyond the commit's answer.
extension PostgreSQLConnection {
  package func begin(_ isolation: IsolationLevel = .readCommitted) throws(PostgreSQLError) {
    try enqueue(isolation.beginStatement)
  }

  /// Commits; the changes are on stable storage when this returns.
  ///
  /// - Throws: the first error since the last sync, then nothing was committed;
  ///   ``SQLState/transactionRollback`` when the transaction had failed before;
  ///   ``PostgreSQLError/Kind/unavailable`` when the connection broke, and then nobody knows whether
  ///   it was committed.
  package func commit() throws(PostgreSQLError) {
    let result = try query("COMMIT")
    guard result.command == "COMMIT" else {
      throw PostgreSQLError(
        code: .transactionRollback, message: "the transaction had failed and was rolled back")
    }
  }

  /// Takes back everything since the beginning, whatever has failed since; does nothing outside a
  /// transaction. One round trip.
  ///
  /// - Throws: ``PostgreSQLError`` when the connection is lost; the server rolls back then.
  package func rollback() throws(PostgreSQLError) {
    try requireUsable()
    try settle()
    pipelineFailure = nil
    results.removeAll()
    guard isInTransaction else { return }
    try enqueue("ROLLBACK")
    try sync()
  }
}

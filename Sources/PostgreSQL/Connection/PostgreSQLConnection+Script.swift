internal import CPostgreSQL

extension PostgreSQLConnection {
  /// Runs a script of any number of statements without parameters, for migrations and settings. All
  /// of them are one transaction unless the script says otherwise. Rows are passed over.
  ///
  /// - Throws: the first error, also one of what was enqueued before.
  package func execute(_ script: String) throws(PostgreSQLError) {
    try sync()
    // Several statements in one text are not allowed in a pipeline.
    guard unsafe PQexitPipelineMode(handle.pointer) == 1,
      unsafe PQsendQuery(handle.pointer, script) == 1
    else { throw lose() }
    let failure = try runScript()
    if let failure, failure.isFatal { throw lose(failure) }
    try enterPipelineMode()
    if let failure { throw failure }
  }

  private func runScript() throws(PostgreSQLError) -> PostgreSQLError? {
    var failure: PostgreSQLError?
    while true {
      let unsent = unsafe PQflush(handle.pointer)
      guard unsent >= 0 else { throw lose() }
      guard unsent == 0, !isBusy else {
        try waitForSocket(unsent == 0 ? .readable : [.readable, .writable])
        continue
      }
      guard let pointer = unsafe PQgetResult(handle.pointer) else { return failure }
      let result = unsafe PostgreSQLResult(pointer)
      guard failure == nil, result.status == .failure else { continue }
      failure = result.error(sql: nil)
      if result.isCopy { return failure }
    }
  }
}

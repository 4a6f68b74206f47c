package import Storage

/// A database session for what is done beside the lanes, on a thread of its own. The outbox and the clocks share one, the mail
/// relay has another: an e-mail's lease does not wait for what is looked after at night. A lane never waits for them, nor they for
/// a lane's batch.
///
/// On SQLite it is a second writer of the same file, and waits for a lane's transaction like another process; what
/// waits too long is ``Storage/StoreError/Kind/contention``, and is done at the task's next turn.
package actor BackgroundSession {
  private let executor: DatabaseExecutor
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private var database: DatabaseSession

  package init(_ opener: any DatabaseOpener, name: String = "background", log: Log) {
    executor = DatabaseExecutor(label: name)
    database = DatabaseSession(opener, log: log)
  }

  package func run<Value: Sendable>(
    _ body: @Sendable (StoreSession) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try body(database.open())
  }

  package func dropIfStale() { database.dropIfStale() }

  package func close() { database.drop() }
}

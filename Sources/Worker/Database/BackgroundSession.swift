package import Storage

/// The worker's database session for everything beside the lanes, on a thread of its own. Relays and clocks share it:
/// what they do is short and seldom, and a lane never waits for it, nor it for a lane's batch.
///
/// On SQLite it is a second writer of the same file, and waits for a lane's transaction like another process; what
/// waits too long is ``Storage/StoreError/Kind/contention``, and is done at the task's next turn.
package actor BackgroundSession {
  private let executor = DatabaseExecutor(label: "background")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private var database: DatabaseSession

  package init(_ opener: any DatabaseOpener, log: Log) {
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

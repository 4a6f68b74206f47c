internal import CivilTime
internal import Storage
internal import Synchronization

/// How far what is read runs ahead of what is handed on.
final class StreamCounter: Sendable {
  private struct Counts {
    var read = 0
    var emitted = 0
    var mostHeld = 0
  }

  private let counts = Mutex(Counts())

  var rowsRead: Int { counts.withLock { $0.read } }
  var rowsEmitted: Int { counts.withLock { $0.emitted } }
  /// Of the rows that were read and not handed on yet.
  var mostHeld: Int { counts.withLock { $0.mostHeld } }

  func read() {
    counts.withLock {
      $0.read += 1
      $0.mostHeld = max($0.mostHeld, $0.read - $0.emitted)
    }
  }

  func emitted() { counts.withLock { $0.emitted += 1 } }
}

/// Opens connections that count the rows of their streams.
struct CountingOpener: DatabaseOpener {
  private let opener: any DatabaseOpener
  private let counter: StreamCounter

  init(_ opener: any DatabaseOpener, _ counter: StreamCounter) {
    self.opener = opener
    self.counter = counter
  }

  func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database {
    counting(try opener.open(for: purpose))
  }

  private func counting(_ database: some Database) -> any Database {
    CountingDatabase(database, counter)
  }
}

private final class CountingDatabase<Base: Database>: Database {
  private let database: Base
  private let counter: StreamCounter

  init(_ database: Base, _ counter: StreamCounter) {
    self.database = database
    self.counter = counter
  }

  var dialect: Base.SQLDialect { database.dialect }

  func begin(_ access: TransactionAccess) throws(StoreError) { try database.begin(access) }
  func commit() throws(StoreError) { try database.commit() }
  func rollback() throws(StoreError) { try database.rollback() }
  func run(script: String) throws(StoreError) { try database.run(script: script) }
  func execute(_ statement: SQL) throws(StoreError) -> Int { try database.execute(statement) }

  func query(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    try database.query(statement, row)
  }

  func stream(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    try database.stream(statement) { found throws(StoreError) in
      counter.read()
      try row(found)
    }
  }

  func write(
    _ write: BulkWrite, _ rows: RowBuffer, _ returned: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    try database.write(write, rows, returned)
  }

  func change(_ write: BulkWrite, _ rows: RowBuffer) throws(StoreError) -> Int {
    try database.change(write, rows)
  }
}

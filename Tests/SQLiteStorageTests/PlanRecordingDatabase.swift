import SQLiteStorage
import Storage
import Synchronization

/// The plans SQLite made for the statements that ran.
final class PlanRecorder: Sendable {
  private let recorded = Mutex<[(statement: String, steps: [String])]>([])

  var plans: [(statement: String, steps: [String])] { recorded.withLock { $0 } }

  func record(_ statement: String, _ steps: [String]) {
    recorded.withLock { $0.append((statement, steps)) }
  }
}

/// Opens connections that record the plan of every statement before it runs.
struct PlanRecordingOpener: DatabaseOpener {
  private let opener: SQLiteOpener
  private let recorder: PlanRecorder

  init(_ opener: SQLiteOpener, _ recorder: PlanRecorder) {
    self.opener = opener
    self.recorder = recorder
  }

  func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database {
    PlanRecordingDatabase(try opener.open(for: purpose), recorder)
  }
}

final class PlanRecordingDatabase: Database {
  let dialect = SQLiteDialect()
  private let database: any Database
  private let recorder: PlanRecorder

  init(_ database: any Database, _ recorder: PlanRecorder) {
    self.database = database
    self.recorder = recorder
  }

  func begin(_ access: TransactionAccess) throws(StoreError) { try database.begin(access) }
  func commit() throws(StoreError) { try database.commit() }
  func rollback() throws(StoreError) { try database.rollback() }
  func run(script: String) throws(StoreError) { try database.run(script: script) }

  func query(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    try explain(statement)
    try database.query(statement, row)
  }

  func execute(_ statement: SQL) throws(StoreError) -> Int {
    try explain(statement)
    return try database.execute(statement)
  }

  func write(
    _ write: BulkWrite, _ rows: RowBuffer, _ returned: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    try explain(SQL(stringLiteral: write.rendered(for: dialect)))
    try database.write(write, rows, returned)
  }

  func change(_ write: BulkWrite, _ rows: RowBuffer) throws(StoreError) -> Int {
    try explain(SQL(stringLiteral: write.rendered(for: dialect)))
    return try database.change(write, rows)
  }

  private func explain(_ statement: SQL) throws(StoreError) {
    var steps: [String] = []
    try database.query("EXPLAIN QUERY PLAN \(statement)") { row throws(StoreError) in
      steps.append(try row.text(at: 3))
    }
    recorder.record(statement.rendered(for: dialect).text, steps)
  }
}

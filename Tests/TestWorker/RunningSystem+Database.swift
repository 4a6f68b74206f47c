package import Billing
import Foundation
package import SQLite
import SQLiteStorage
package import Storage

extension RunningSystem {
  /// Makes the database file, with its directory and its schema.
  package func migrate() throws {
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: databasePath).deletingLastPathComponent(),
      withIntermediateDirectories: true)
    _ = try Schema(StoreSession(opener, for: .processing)).migrate()
  }

  /// What the command line would ask.
  package func queries<Value>(_ body: (Queries) throws -> Value) throws -> Value {
    try body(Queries(try StoreSession(opener, for: .reading)))
  }

  /// A connection of the test's own to the workers' database.
  package func database() throws -> SQLiteConnection { try SQLiteConnection(.file(databasePath)) }

  /// The first column of every row, as text.
  package func column(_ sql: String) throws -> [String] {
    let statement = try database().statement(sql)
    var values: [String] = []
    while try statement.step() { values.append(try statement.text(at: 0)) }
    return values
  }

  package func count(_ sql: String) throws -> Int {
    let statement = try database().statement(sql)
    guard try statement.step() else { return 0 }
    return Int(try statement.int64(at: 0))
  }

  /// The stored outcome of a request, whatever its source.
  package func stored(_ id: String) throws -> StoredRequest? {
    try queries { try $0.requests(identifier: id).first }
  }

  package func invoices(of account: String) throws -> [Invoice] {
    try queries { try $0.invoices(of: Account.ID(account)) }
  }

  package func errorLogs(ofRequest id: String) throws -> [ErrorLog] {
    try queries { try $0.errorLogs(.request(identifier: id), limit: 100) }
  }

  package func schedule(_ id: String, _ column: String) throws -> String? {
    try self.column("SELECT \(column) FROM billing_schedule WHERE id = '\(id)'").first
  }
}

import Foundation
import SQLite
import SQLiteStorage
import TestWorker
import Testing

/// A backup is whole, whatever a worker does meanwhile.
@Suite struct BackupTests {
  @Test func `backups made under load hold what was answered before, and add up`() async throws {
    try await RunningSystem.run { system in
      let accounts = (1...30).map { "A\($0)" }
      try await system.store(
        accounts.flatMap { [SampleRecords.account($0), SampleRecords.schedule($0, account: $0)] })
      let folder = (system.databasePath as NSString).deletingLastPathComponent
      for round in 1...4 {
        try await system.publish(
          accounts.map {
            .generate(
              id: "\($0)-\(round)", action: "Posted", ["accountId": .text($0)],
              targetDate: "2026-0\(round + 1)-01")
          })
        _ = try await system.completion("A1-\(round)")
        let answered = system.events.messages.filter {
          $0.routingKey == "invoice-request.completed.v1"
        }.compactMap { $0.data["requestIdentifier"].text }
        let file = "\(folder)/backup-\(round).db"
        let bytes = try SQLiteBackup.write(from: system.databasePath, to: file)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect((attributes[.size] as? NSNumber)?.int64Value == bytes)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)

        // Restored: opened as a worker would.
        let copy = try SQLiteConnection(.file(file))
        func number(_ sql: String) throws -> Int64 {
          let statement = try copy.statement(sql)
          #expect(try statement.step())
          return try statement.int64(at: 0)
        }
        for id in answered {
          #expect(
            try number(
              "SELECT count(*) FROM request WHERE identifier = '\(id)' AND outcome IS NOT NULL")
              == 1)
        }
        let invoices = try number("SELECT count(*) FROM invoice")
        #expect(invoices >= 30 * Int64(round - 1) + 1)
        #expect(try number("SELECT count(DISTINCT invoice_id) FROM invoice_line") == invoices)
        #expect(
          try number("SELECT next_value FROM sequence_counter WHERE name = 'invoice_number'")
            == invoices + 1)
        for account in accounts { _ = try await system.completion("\(account)-\(round)") }
      }
    }
  }

  @Test func `a backup overwrites nothing, and leaves nothing behind that is not whole`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "backup-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "source.db").path
    let target = folder.appending(path: "target.db").path
    try SQLiteConnection(.file(source)).execute("CREATE TABLE t (a TEXT)")
    try Data("mine".utf8).write(to: URL(filePath: target))
    #expect(throws: SQLiteBackup.Failure.exists) {
      try SQLiteBackup.write(from: source, to: target)
    }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "mine")
    let other = folder.appending(path: "other.db").path
    try Data(repeating: 0x41, count: 4_096).write(to: URL(filePath: source))
    #expect(throws: SQLiteBackup.Failure.self) { try SQLiteBackup.write(from: source, to: other) }
    #expect(!FileManager.default.fileExists(atPath: other))
  }
}

import Foundation
@testable import SQLite
import Testing

@Suite struct OpeningTests {
  @Test func setsTheDurabilityThatWasAskedFor() throws {
    let database = try TemporaryDatabase()
    let full = try database.open()
    let normal = try database.open(SQLiteConfiguration(synchronous: .normal))
    #expect(try full.integer("PRAGMA synchronous") == 2)
    #expect(try normal.integer("PRAGMA synchronous") == 1)
    let mode = try full.statement("PRAGMA journal_mode")
    #expect(try mode.step())
    #expect(try mode.text(at: 0) == "wal")
  }

  @Test("what is deleted is overwritten only where its page is written anyhow")
  func doesNotWritePagesToOverwriteThem() throws {
    let database = try TemporaryDatabase()
    let connection = try database.open()
    #expect(try connection.integer("PRAGMA secure_delete") == 2)
  }

  @Test(arguments: [0o600, 0o640])
  func makesTheFileAndItsLogWithTheGivenPermissions(mode: UInt32) throws {
    let database = try TemporaryDatabase()
    let connection = try database.open(
      SQLiteConfiguration(access: .readWrite(creationMode: mode)))
    try connection.execute("CREATE TABLE t (a INTEGER)")
    for name in [database.path, database.path + "-wal", database.path + "-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: name)
      #expect(attributes[.posixPermissions] as? Int == Int(mode), "\(name)")
    }
  }

  @Test func anExistingFileKeepsItsContentAndPermissions() throws {
    let database = try TemporaryDatabase()
    try database.open(SQLiteConfiguration(access: .readWrite(creationMode: 0o640)))
      .execute("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (7)")
    #expect(try database.open().integer("SELECT a FROM t") == 7)
    let attributes = try FileManager.default.attributesOfItem(atPath: database.path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }

  private func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test("S15: a file that others may use is made the owner's, its log with it")
  func openToOthers() throws {
    let database = try TemporaryDatabase()
    let first = try database.open(SQLiteConfiguration(access: .readWrite(creationMode: 0o660)))
    try first.execute("CREATE TABLE t (a INTEGER)")
    let paths = ["", "-wal", "-shm"].map { database.path + $0 }
    for path in paths {
      try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    }
    let second = try database.open()
    #expect(try second.integer("SELECT count(*) FROM t") == 0)
    for path in paths { #expect(try permissions(path) == 0o600, "\(path)") }
  }

  @Test("S15: no file is made behind a link to nothing")
  func danglingLink() throws {
    let database = try TemporaryDatabase()
    let target = database.path + ".elsewhere"
    try FileManager.default.createSymbolicLink(
      atPath: database.path, withDestinationPath: target)
    let error = #expect(throws: SQLiteError.self) { try database.open() }
    #expect(error?.code == .cannotOpen)
    #expect(error?.message.contains("link") == true)
    #expect(!FileManager.default.fileExists(atPath: target))
    try Data().write(to: URL(filePath: target))
    try database.open().execute("CREATE TABLE t (a INTEGER)")
    #expect(try permissions(target) == 0o600)
  }

  @Test("S19: a pipe or a device is refused at once", .timeLimit(.minutes(10)))
  func notAFile() throws {
    let database = try TemporaryDatabase()
    #expect(mkfifo(database.path, 0o600) == 0)
    for path in [database.path, "/dev/zero"] {
      for access in [SQLiteConfiguration.Access.readOnly, .readWrite(creationMode: 0o600)] {
        let error = #expect(throws: SQLiteError.self) {
          try SQLiteConnection(.file(path), configuration: SQLiteConfiguration(access: access))
        }
        #expect(error?.code == .cannotOpen && error?.message.contains("not a file") == true)
      }
    }
  }

  @Test func aMissingDirectoryIsAnEnvironmentFailureThatNamesThePath() throws {
    let path = "/nonexistent-directory/test.db"
    let error = #expect(throws: SQLiteError.self) { try SQLiteConnection(.file(path)) }
    #expect(error?.code == .cannotOpen)
    #expect(error?.isOutage == true)
    #expect(error?.message.contains(path) == true)
  }

  @Test func readingOnlyRefusesAMissingFileAndAnyChange() throws {
    let database = try TemporaryDatabase()
    let reading = SQLiteConfiguration(access: .readOnly)
    let missing = #expect(throws: SQLiteError.self) { try database.open(reading) }
    #expect(missing?.code == .cannotOpen)
    #expect(!FileManager.default.fileExists(atPath: database.path))

    try database.open().execute("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)")
    let reader = try database.open(reading)
    #expect(try reader.integer("SELECT count(*) FROM t") == 1)
    let refused = #expect(throws: SQLiteError.self) { try reader.execute("DELETE FROM t") }
    #expect(refused?.code == .readOnly)
  }

  @Test func aFileOfAnotherKindIsCorruptionNotEnvironment() throws {
    let database = try TemporaryDatabase()
    try Data(repeating: 0x41, count: 4096).write(to: URL(filePath: database.path))
    let error = #expect(throws: SQLiteError.self) { try database.open() }
    #expect(error?.code == .notADatabase)
    #expect(error?.isCorruption == true)
    #expect(error?.isOutage == false)
  }

  @Test func namesWithAMeaningToSQLiteAreOrdinaryFiles() {
    for name in ["", ":memory:", "file:x?mode=memory"] {
      #expect(SQLiteLocation.file(name).name == "./" + name)
    }
    #expect(SQLiteLocation.file("/var/lib/a.db").name == "/var/lib/a.db")
  }

  @Test func memoryDatabasesAreApart() throws {
    let first = try SQLiteConnection(.memory)
    let second = try SQLiteConnection(.memory)
    try first.execute("CREATE TABLE t (a INTEGER)")
    #expect(throws: SQLiteError.self) { try second.execute("INSERT INTO t VALUES (1)") }
  }
}

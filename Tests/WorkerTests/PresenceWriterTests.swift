import CivilTime
import Foundation
import Metrics
import SQLiteStorage
import Storage
import TestSupport
import Testing

@testable import Worker

/// A worker on the list of workers.
@Suite("Presence of a worker")
struct PresenceWriterTests {
  private static func withStore(_ body: (SQLiteOpener) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "presence-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let opener = SQLiteOpener(path: directory.appending(path: "store.db").path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    try await body(opener)
  }

  private struct Counted: DatabaseOpener {
    let base: any DatabaseOpener
    let opened = Counter()

    init(_ base: any DatabaseOpener) { self.base = base }

    func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database {
      opened.add()
      return try base.open(for: purpose)
    }
  }

  private static func writer(log: Log) throws -> PresenceWriter {
    let configuration = try Configuration(
      reading: { ["INVOICE_WORKER_NAME": "w-1"][$0] }, facts: .current())
    var writer = PresenceWriter(
      configuration: configuration, host: "h\u{7}", metrics: WorkerMetrics(),
      status: {
        var status = WorkerStatus(
          state: .paused, name: "w-1", build: .unknown, upSeconds: 90, databaseKind: "SQLite",
          schema: 1, lanes: 3)
        status.reasons = [.database]
        return status
      }, log: log)
    writer.interval = .milliseconds(5)
    return writer
  }

  @Test("2: a worker is listed while it runs, and takes itself off when it ends")
  func listed() async throws {
    try await Self.withStore { opener in
      let log = Log(level: .error, format: .text, worker: "w")
      let session = BackgroundSession(opener, log: log)
      let writer = try Self.writer(log: log)
      let task = Task { await writer.run(over: session) }
      let queries = Queries(try StoreSession(opener, for: .reading))
      let worker = try await eventually("it is listed") { try queries.workers().first }
      #expect(worker.presence.name == "w-1" && worker.presence.lanes == 3)
      #expect(worker.presence.state == "paused" && !worker.isStale)
      #expect(worker.presence.reason == "paused; the database is not available")
      #expect(worker.presence.host == "h\\u{7}")
      let seconds =
        (worker.lastSeenAt.microsecondsSince1970 - worker.startedAt.microsecondsSince1970)
        / 1_000_000
      #expect(seconds >= 90)
      try await eventually("it goes on saying so") {
        try queries.workers().first.map { $0.lastSeenAt > worker.lastSeenAt } == true
      }
      task.cancel()
      await task.value
      #expect(try queries.workers() == [])
      await session.close()
    }
  }

  @Test("2: a list that cannot be written to is said once, and written when it can be")
  func unlisted() async throws {
    try await Self.withStore { opener in
      let pipe = Pipe()
      let log = Log(
        level: .info, format: .text, worker: "w",
        descriptor: pipe.fileHandleForWriting.fileDescriptor)
      let counted = Counted(opener)
      let session = BackgroundSession(counted, log: log)
      let database = try opener.open(for: .processing)
      try database.run(script: "ALTER TABLE worker_presence RENAME TO worker_elsewhere")
      let writer = try Self.writer(log: log)
      let task = Task { await writer.run(over: session) }
      // A session over which it fails is given up.
      try await eventually("it is tried again and again") { counted.opened.current > 3 }
      try database.run(script: "ALTER TABLE worker_elsewhere RENAME TO worker_presence")
      let queries = Queries(try StoreSession(opener, for: .reading))
      _ = try await eventually("it is listed") { try queries.workers().first }
      task.cancel()
      await task.value
      #expect(try queries.workers() == [])
      await session.close()
      log.flush(within: patience)
      try pipe.fileHandleForWriting.close()
      let text = String(
        decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      #expect(text.split(separator: "\n").count == 1, "\(text)")
      #expect(text.contains("the worker cannot be put on the list of workers"))
    }
  }
}

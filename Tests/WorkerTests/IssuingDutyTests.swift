import Billing
import CivilTime
import Foundation
import Messages
import SQLiteStorage
import Storage
import Synchronization
import Testing

@testable import Worker

/// When messages of chunks are issued again: not before they are overdue, and only where they are gone.
@Suite struct IssuingDutyTests {
  private final class Output: LaneOutput {
    private let messages = Mutex<[OutboxMessage]>([])

    var room: Int { 1_000 }
    var types: [String?] { messages.withLock { $0.map(\.properties.type) } }

    func submit(_ submitted: [OutboxMessage], until: UTCInstant) {
      messages.withLock { $0 += submitted }
    }
  }

  private static let log = Log(level: .error, format: .text, worker: "test")

  /// A run of three chunks, which have been open for so many minutes.
  private func start(minutesAgo minutes: Int64, in session: StoreSession) throws {
    let run = InvoiceRun.ID("R")
    try session.transaction { transaction throws(StoreError) in
      let now = try transaction.now().adding(microseconds: -minutes * 60 * 1_000_000)
      let invoiceRun = InvoiceRun(
        id: run, kind: .post, runDate: now.date, startedAt: now)
      var effects = RunEffects()
      effects.started = [invoiceRun]
      try transaction.write([effects], at: now)
      _ = try transaction.addChunks(
        [.invoices(["a"]), .invoices(["b"]), .invoices(["c"])], to: run, at: now)
    }
  }

  /// What two turns of a duty issue of chunks that have been open for so long, while so many messages wait in the queue.
  private func issued(waiting: Int?, openForMinutes minutes: Int64) async throws -> [String?] {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "issuing-test-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let opener = SQLiteOpener(path: directory.appending(path: "store.db").path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    try start(minutesAgo: minutes, in: StoreSession(opener, for: .processing))
    let output = Output()
    let duty = IssuingDuty(
      messages: BackgroundMessages(
        workerName: "w", encoder: EventEncoder(source: "/test"), output: output),
      waiting: { waiting }, log: Self.log)
    let session = BackgroundSession(opener, log: Self.log)
    for _ in 1...2 { #expect(try await duty.turn(over: session) == false) }
    await session.close()
    return output.types
  }

  @Test("A purged queue: what is overdue is issued again, once")
  func purged() async throws {
    let types = try await issued(waiting: 0, openForMinutes: 16)
    #expect(types.count { $0 == "invoice-run.chunk.v1" } == 3)
    #expect(types.count { $0 == "invoice-run.select.v1" } == 1)
    #expect(types.count == 4)
    #expect(try await issued(waiting: 3, openForMinutes: 16).count == 4, "one is gone")
  }

  @Test("A queue that is paused is not flooded")
  func paused() async throws {
    for waiting in [4, 5, 1_000] {
      #expect(try await issued(waiting: waiting, openForMinutes: 16).isEmpty)
    }
  }

  @Test("While the broker does not say what waits, nothing is issued")
  func unknown() async throws {
    #expect(try await issued(waiting: nil, openForMinutes: 16).isEmpty)
  }

  @Test("What is not overdue is waited for")
  func early() async throws {
    #expect(try await issued(waiting: 0, openForMinutes: 14).isEmpty)
  }
}

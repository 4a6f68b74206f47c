import CivilTime
import Foundation
import SQLiteStorage
import Storage
import Testing
import Worker

@Suite struct OutboxBookkeepingTests {
  @Test func `rows are taken once, and can be put back`() {
    let rows = SentMessages()
    #expect(rows.take().isEmpty)
    rows.add(["a", "b"])
    rows.add(["c"])
    #expect(rows.count == 3)
    let taken = rows.take()
    #expect(taken == ["a", "b", "c"])
    #expect(rows.count == 0)
    rows.add(taken)
    #expect(rows.take() == taken)
  }

  @Test
  func
    `rows ride on a lane's transaction, and are deleted apart only when no lane has come for a turn`()
    async throws
  {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "sent-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let opener = SQLiteOpener(path: directory.appending(path: "store.db").path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let session = BackgroundSession(
      opener, log: Log(level: .error, format: .text, worker: "w"))
    let rows = SentMessages()
    _ = rows.take()
    rows.add(["a"])
    try await rows.deleteIfIdle(over: session)
    #expect(rows.count == 1, "the next transaction is likely to come soon")
    try await rows.deleteIfIdle(over: session)
    #expect(rows.count == 0)
    await session.close()
  }

  @Test func `rows that could not be deleted are put back`() async {
    let session = BackgroundSession(
      SQLiteOpener(path: "/nowhere/store.db"), log: Log(level: .error, format: .text, worker: "w"))
    let rows = SentMessages()
    rows.add(["a"])
    await #expect(throws: StoreError.self) { try await rows.delete(over: session) }
    #expect(rows.take() == ["a"])
  }

  @Test func `rows of many tasks are all there`() async {
    let rows = SentMessages()
    await withTaskGroup { group in
      for part in 0..<8 {
        group.addTask { for number in 0..<500 { rows.add(["\(part)-\(number)"]) } }
      }
    }
    #expect(Set(rows.take()).count == 4_000)
  }

  @Test func `outbox rows are named in the order of time, and no two alike`() {
    var first = OutboxIdentifiers()
    var second = OutboxIdentifiers()
    var names: [String] = []
    for step in 0..<100 {
      let time = UTCInstant.sample.adding(microseconds: Int64(step / 10) * 1_000_003)
      names.append(first.next(at: time))
      names.append(second.next(at: time))
    }
    #expect(Set(names).count == 200, "two lanes at the same time, too")
    let ofFirst = names.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    #expect(ofFirst == ofFirst.sorted())
    #expect(Set(names.map(\.utf8.count)) == [42])
  }
}

import CivilTime
import Foundation
import SQLiteStorage
import Storage
import Testing
import Worker

@Suite struct OutboxBookkeepingTests {
  private static let log = Log(level: .error, format: .text, worker: "w")

  /// Runs `body` with a database of its own.
  private func withOpener(_ body: (SQLiteOpener) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "sent-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let opener = SQLiteOpener(
      path: directory.appending(path: "store.db").path, busyTimeoutMilliseconds: 0)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    try await body(opener)
  }

  /// Runs `body` with a database of its own, and the poller's session on it.
  private func withStore(
    _ body: (StoreSession, BackgroundSession) async throws -> Void
  ) async throws {
    try await withOpener { opener in
      let background = BackgroundSession(opener, log: Self.log)
      try await body(try StoreSession(opener, for: .processing), background)
      await background.close()
    }
  }

  private func messages(_ ids: String...) -> [OutboxMessage] { ids.map { .sample($0) } }

  /// Messages of one pack.
  private func packed(_ ids: String...) -> [OutboxMessage] {
    ids.map {
      var message = OutboxMessage.sample($0)
      message.pack = OutboxPack(id: "pack", events: ids.count)
      return message
    }
  }

  @Test func `rows are taken once, and can be put back`() {
    let rows = SentMessages()
    #expect(rows.take().isEmpty)
    rows.confirm(messages("a", "b"))
    rows.confirm(messages("c"))
    #expect(rows.count == 3)
    let taken = rows.take()
    #expect(taken == SentRows(messages: ["a", "b", "c"]))
    #expect(rows.count == 0)
    rows.add(taken)
    #expect(rows.take() == taken)
  }

  @Test
  func
    `rows ride on a lane's transaction, and are deleted apart only when no lane has come for a turn`()
    async throws
  {
    try await withStore { _, session in
      let rows = SentMessages()
      _ = rows.take()
      rows.confirm(messages("a"))
      try await rows.deleteIfIdle(over: session)
      #expect(rows.count == 1, "the next transaction is likely to come soon")
      try await rows.deleteIfIdle(over: session)
      #expect(rows.count == 0)
    }
  }

  @Test func `rows that could not be deleted are put back`() async {
    let session = BackgroundSession(SQLiteOpener(path: "/nowhere/store.db"), log: Self.log)
    let rows = SentMessages()
    rows.confirm(messages("a"))
    await #expect(throws: StoreError.self) { try await rows.delete(over: session) }
    #expect(rows.take() == SentRows(messages: ["a"]))
  }

  @Test func `rows of many tasks are all there`() async {
    let rows = SentMessages()
    await withTaskGroup { group in
      for part in 0..<8 {
        group.addTask {
          for number in 0..<500 { rows.confirm([.sample("\(part)-\(number)")]) }
        }
      }
    }
    #expect(Set(rows.take().messages).count == 4_000)
  }

  @Test func `a pack is deleted when all of its messages are confirmed, and not before`() {
    let rows = SentMessages()
    let packed = packed("a", "b", "c")
    rows.hold(packed + messages("x"))
    rows.confirm(packed.suffix(1))
    rows.confirm(packed.prefix(1) + messages("x"))
    #expect(rows.take() == SentRows(messages: ["x"]))
    rows.confirm([packed[1]])
    #expect(rows.take() == SentRows(packs: ["pack"]))
    #expect(rows.take().isEmpty)
  }

  @Test func `a pack of which a part alone is in memory is not deleted`() {
    let rows = SentMessages()
    let packed = packed("a", "b", "c")
    rows.hold(packed.prefix(2))
    rows.confirm(packed.prefix(2))
    #expect(rows.take().isEmpty)
  }

  @Test func `the last message of a pack that many tasks confirm deletes it, once`() async {
    let rows = SentMessages()
    let messages = (0..<800).map { number in
      var message = OutboxMessage.sample("\(number)")
      message.pack = OutboxPack(id: "p-\(number / 8)", events: 8)
      return message
    }
    rows.hold(messages)
    await withTaskGroup { group in
      for part in 0..<8 {
        group.addTask {
          for number in stride(from: part, to: 800, by: 8) { rows.confirm([messages[number]]) }
        }
      }
    }
    let taken = rows.take()
    #expect(taken.messages.isEmpty)
    #expect(taken.packs.sorted() == (0..<100).map { "p-\($0)" }.sorted())
  }

  /// Stores messages as a lane does, under a lease that is over.
  private func store(_ ids: String..., in session: StoreSession) throws -> [OutboxMessage] {
    try session.transaction { transaction throws(StoreError) in
      try transaction.enqueueTogether(ids.map { .sample($0) }, leasedUntil: .sample)
    }
  }

  private func left(in session: StoreSession) throws -> [String] {
    try session.leaseOutbox(limit: 100, now: .sample, until: .sample).map(\.message.id).sorted()
  }

  @Test func `a message that is put off has its pack unpacked, the confirmed ones left out`()
    async throws
  {
    try await withStore { session, _ in
      let rows = SentMessages()
      let stored = try store("a", "b", "c", in: session)
      rows.hold(stored)
      rows.confirm([stored[0]])
      try rows.unpack([stored[1]], in: session)
      #expect(try left(in: session) == ["b", "c"])
      // The others are still in memory: confirmed, they are deleted by themselves.
      rows.confirm([stored[2]])
      try session.deleteSent(rows.take())
      #expect(try left(in: session) == ["b"])
      // Another of the pack is put off later: there is a row for it.
      try rows.unpack([stored[1]], in: session)
      #expect(try session.countUnsentEvents() == 1)
    }
  }

  @Test func `what was given up is unpacked at the poller's turn`() async throws {
    try await withStore { session, background in
      let rows = SentMessages()
      let stored = try store("a", "b", in: session)
      rows.hold(stored)
      try await rows.unpackGivenUp(over: background)
      #expect(try left(in: session) == [], "nothing was given up")
      rows.confirm([stored[0]])
      rows.giveUp([stored[1]])
      try await rows.unpackGivenUp(over: background)
      #expect(try left(in: session) == ["b"])
      rows.confirm([stored[1]])
      try await rows.delete(over: background)
      #expect(try session.countUnsentEvents() == 0)
    }
  }

  @Test func `what was given up waits for no lease, what is still in memory for its own`()
    async throws
  {
    try await withStore { session, background in
      let rows = SentMessages()
      let stored = try session.transaction { transaction throws(StoreError) in
        try transaction.enqueueTogether(
          messages("a", "b"), leasedUntil: UTCInstant.sample.adding(microseconds: 1))
      }
      rows.hold(stored)
      rows.giveUp([stored[1]])
      try await rows.unpackGivenUp(over: background)
      #expect(try left(in: session) == ["b"])
      #expect(try session.countUnsentEvents() == 2)
    }
  }

  @Test func `a pack that another process has unpacked: what was confirmed before is deleted`()
    async throws
  {
    try await withStore { session, background in
      let rows = SentMessages()
      let stored = try store("a", "b", in: session)
      rows.hold(stored)
      rows.confirm([stored[0]])
      #expect(try session.unpackOverdue(limit: 10, now: .sample).count == 1)
      rows.giveUp(stored)
      try await rows.unpackGivenUp(over: background)
      try await rows.delete(over: background)
      #expect(try left(in: session) == ["b"])
    }
  }

  @Test func `a pack that could not be unpacked is given up, and unpacked at the poller's turn`()
    async throws
  {
    try await withOpener { opener in
      let session = try StoreSession(opener, for: .processing)
      let background = BackgroundSession(opener, log: Self.log)
      let rows = SentMessages()
      let stored = try store("a", "b", in: session)
      rows.hold(stored)
      // Another writer is in the way.
      try StoreSession(opener, for: .processing).transaction { _ throws(StoreError) in
        _ = #expect(throws: StoreError.self) { try rows.unpack([stored[0]], in: session) }
      }
      try await rows.unpackGivenUp(over: background)
      #expect(try left(in: session) == ["a", "b"])
      rows.confirm(stored)
      try session.deleteSent(rows.take())
      #expect(try session.countUnsentEvents() == 0)
      await background.close()
    }
  }

  @Test func `a pack that the database does not take is in nobody's way at the poller's turn`()
    async throws
  {
    try await withStore { session, background in
      let rows = SentMessages()
      let stored = try store("a", "b", in: session) + store("c", "d", in: session)
      rows.hold(stored)
      // A row is in the way of one of its messages.
      try session.transaction { transaction throws(StoreError) in
        try transaction.enqueue([.sample("b")], leasedUntil: .sample)
      }
      rows.giveUp(stored)
      try await rows.unpackGivenUp(over: background)
      #expect(try left(in: session) == ["b", "c", "d"])
    }
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

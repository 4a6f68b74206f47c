package import Storage
import Synchronization

/// What the broker has confirmed and what is not deleted yet: the one place where that waits, and the rule by which it goes.
///
/// Deleting rides on the next transaction of whichever lane comes first (``take()``), so that it costs no commit of its
/// own. When no lane comes from one second to the next, the outbox's poller deletes them (``deleteIfIdle(over:)``), and
/// what is left when the worker ends is deleted last (``delete(over:)``). A commit at once would be in the next
/// request's way, on an idle system too. What is lost here in a crash is published again under the same event
/// identifier.
///
/// A pack is deleted once all its messages are confirmed. Until then it is known here, from ``hold(_:)`` on. Where one of them
/// cannot be sent by this process, the pack is given up: it becomes rows of the messages that are not confirmed
/// (``unpack(_:in:)``), and what is confirmed from then on is deleted as a message.
package final class SentMessages: Sendable {
  /// A pack whose messages are in this process's memory.
  private struct Pack {
    var confirmed: [String] = []
    /// It waits for ``unpackGivenUp(over:)``.
    var isGivenUp = false
    /// Those that this process has no longer in memory: as rows, anybody may have them.
    var left: Set<String> = []
    /// A transaction is unpacking it: it is not deleted as a whole meanwhile, for rows may take its place.
    var isUnpacking = false
  }

  private struct State {
    var rows = SentRows()
    var packs: [OutboxPack: Pack] = [:]
    /// Whether a transaction has come since the poller last looked: then the next will take what waits.
    var isTakenByLanes = false

    mutating func confirm(_ message: OutboxMessage) {
      guard let pack = message.pack, packs[pack] != nil else {
        rows.messages.append(message.id)
        return
      }
      packs[pack]?.confirmed.append(message.id)
      deleteIfWhole(pack)
    }

    mutating func deleteIfWhole(_ pack: OutboxPack) {
      guard let held = packs[pack], held.confirmed.count == pack.events, !held.isUnpacking else {
        return
      }
      packs[pack] = nil
      rows.packs.append(pack.id)
    }
  }

  private let state = Mutex(State())

  package init() {}

  /// Notes the packs of messages that this process is about to publish. Before the first of them can be confirmed.
  package func hold(_ messages: some Sequence<OutboxMessage>) {
    state.withLock { state in
      for pack in Self.packs(of: messages) where state.packs[pack] == nil {
        state.packs[pack] = Pack()
      }
    }
  }

  /// Notes messages that the broker has confirmed, each once.
  package func confirm(_ messages: some Sequence<OutboxMessage>) {
    state.withLock { state in
      for message in messages { state.confirm(message) }
    }
  }

  /// Notes that this process does not send these messages, and has them no longer in memory: their packs are to be unpacked at
  /// the poller's next turn, and any worker may then have them, without a wait for the end of the lease.
  package func giveUp(_ messages: some Sequence<OutboxMessage>) {
    state.withLock { state in
      for message in messages {
        guard let pack = message.pack else { continue }
        state.packs[pack]?.isGivenUp = true
        state.packs[pack]?.left.insert(message.id)
      }
    }
  }

  /// Puts back what was taken and could not be deleted.
  package func add(_ rows: SentRows) {
    state.withLock { $0.rows.append(rows) }
  }

  /// Everything gathered so far, for a lane's transaction; the caller must delete the rows, or ``add(_:)`` them back.
  package func take() -> SentRows {
    state.withLock { state in
      defer {
        state.rows = SentRows()
        state.isTakenByLanes = true
      }
      return state.rows
    }
  }

  /// How many rows wait to be deleted.
  package var count: Int { state.withLock { $0.rows.messages.count + $0.rows.packs.count } }

  private static func packs(of messages: some Sequence<OutboxMessage>) -> Set<OutboxPack> {
    Set(messages.lazy.compactMap(\.pack))
  }

  // MARK: Unpacking

  /// Makes the packs of these messages rows, so that each can be put off by itself. Packs that are rows already are passed
  /// over. When it fails they are given up.
  package func unpack(
    _ messages: some Sequence<OutboxMessage>, in session: StoreSession
  ) throws(StoreError) {
    try unpack(in: session) { state in Self.packs(of: messages).filter { state[$0] != nil } }
  }

  /// Unpacks what was given up.
  package func unpackGivenUp(over session: BackgroundSession) async throws(StoreError) {
    let isAnyGivenUp = state.withLock { $0.packs.values.contains(where: \.isGivenUp) }
    guard isAnyGivenUp else { return }
    try await session.run { session throws(StoreError) in
      try unpack(in: session) { state in Set(state.filter(\.value.isGivenUp).keys) }
    }
  }

  /// On the thread of the session, so that no two do it at the same time.
  private func unpack(
    in session: StoreSession, _ choose: ([OutboxPack: Pack]) -> Set<OutboxPack>
  ) throws(StoreError) {
    let (packs, confirmed, left) = state.withLock { state in
      let packs = choose(state.packs)
      for pack in packs { state.packs[pack]?.isUnpacking = true }
      let held = packs.compactMap { state.packs[$0] }
      return (packs, Set(held.flatMap(\.confirmed)), Set(held.flatMap(\.left)))
    }
    guard !packs.isEmpty else { return }
    do throws(StoreError) {
      try session.unpack(packs.map(\.id), without: confirmed, releasing: left)
    } catch {
      state.withLock { state in
        for pack in packs {
          state.packs[pack]?.isGivenUp = true
          state.packs[pack]?.isUnpacking = false
          state.deleteIfWhole(pack)
        }
      }
      throw error
    }
    state.withLock { state in
      for pack in packs {
        // Also those from before: another process may have made rows of them first.
        state.rows.messages += state.packs.removeValue(forKey: pack)?.confirmed ?? []
      }
    }
  }

  // MARK: Deleting

  /// Deletes the rows if no lane has come since this was last called.
  package func deleteIfIdle(over session: BackgroundSession) async throws(StoreError) {
    let isIdle = state.withLock { state in
      defer { state.isTakenByLanes = false }
      return !state.isTakenByLanes
    }
    if isIdle { try await delete(over: session) }
  }

  /// Deletes the rows in a transaction of its own.
  package func delete(over session: BackgroundSession) async throws(StoreError) {
    let sent = state.withLock { state in
      defer { state.rows = SentRows() }
      return state.rows
    }
    guard !sent.isEmpty else { return }
    FaultPoint.beforeDeleteSent.reached()
    do throws(StoreError) {
      try await session.run { session throws(StoreError) in try session.deleteSent(sent) }
    } catch {
      add(sent)
      throw error
    }
  }
}

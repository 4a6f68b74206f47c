/// The deliveries of one channel that are not settled, and when to acknowledge those that are.
///
/// Acknowledging with `multiple` up to the low-water mark (every delivery up to it is settled) costs
/// one frame for many messages. A delivery settled behind a slower one would have to wait for it; after
/// `holdLimit` it is acknowledged on its own, so that one slow request does not keep finished ones
/// from leaving the prefetch window.
package struct AcknowledgeWindow: Sendable {
  package enum Command: Sendable, Equatable {
    case acknowledge(number: UInt64, multiple: Bool)
  }

  private enum Slot: Sendable {
    case outstanding
    /// Settled, to be acknowledged; the moment it was settled.
    case ready(MonotonicInstant)
    /// Acknowledged or rejected: the broker knows.
    case sent
  }

  /// Settled deliveries at which a flush is due at once.
  package static let flushCount = 64
  /// The longest a settled delivery may wait for company.
  package static let flushDelay = Duration.milliseconds(5)
  /// The longest a settled delivery waits for a slower one before it.
  package static let holdLimit = Duration.milliseconds(50)

  /// Slots of the deliveries from `lowest` on; a prefix is dropped as soon as the broker knows it.
  private var slots: ArraySlice<Slot> = []
  private var lowest: UInt64 = 1
  /// Deliveries that are settled and not acknowledged yet.
  package private(set) var readyCount = 0
  private var oldestReady: MonotonicInstant?

  package init() {}

  private var next: UInt64 { lowest + UInt64(clamping: slots.count) }

  /// Notes a delivery. The broker numbers them 1, 2, 3 ….
  ///
  /// - Returns: `false` when the number is not the next one: the peer broke the protocol.
  package mutating func received(_ number: UInt64) -> Bool {
    guard number == next else { return false }
    slots.append(.outstanding)
    return true
  }

  /// Notes that a delivery is settled and may be acknowledged.
  ///
  /// - Returns: `false` when it is not outstanding: never made, or settled before.
  package mutating func settle(_ number: UInt64, at now: MonotonicInstant) -> Bool {
    guard let index = outstanding(number) else { return false }
    slots[index] = .ready(now)
    readyCount += 1
    oldestReady = min(oldestReady ?? now, now)
    return true
  }

  /// Notes that a delivery is rejected by the caller at once.
  ///
  /// - Returns: `false` when it is not outstanding; then nothing may be sent for it.
  package mutating func reject(_ number: UInt64) -> Bool {
    guard let index = outstanding(number) else { return false }
    slots[index] = .sent
    dropSent()
    return true
  }

  /// Whether a delivery is not settled, or settled and not acknowledged.
  package var isOpen: Bool {
    slots.contains { slot in
      if case .sent = slot { false } else { true }
    }
  }

  /// When something is to be sent at the latest; `nil` when nothing is ready.
  package var deadline: MonotonicInstant? {
    guard let oldestReady else { return nil }
    let isBehind = if case .outstanding? = slots.first { true } else { false }
    return oldestReady.advanced(by: isBehind ? Self.holdLimit : Self.flushDelay)
  }

  /// Whether a flush is due although more may be ready soon.
  package func isDue(at now: MonotonicInstant) -> Bool {
    readyCount >= Self.flushCount || deadline.map { $0 <= now } ?? false
  }

  /// What to acknowledge now: everything up to the low-water mark, then each delivery that has
  /// been held for too long behind a slower one.
  ///
  /// - Parameters:
  ///   - now: decides which deliveries have been held for too long.
  ///   - isFinal: hold nothing back; the channel is about to be closed.
  /// - Returns: acknowledgements the broker accepts in this order.
  package mutating func flush(at now: MonotonicInstant, isFinal: Bool = false) -> [Command] {
    guard readyCount > 0 else { return [] }
    var commands: [Command] = []
    // The prefix that is settled. The broker wants a number that is still outstanding as the last
    // one, so the mark is its last one that was not sent.
    var mark: UInt64?
    var covered = 0
    for (offset, slot) in slots.enumerated() {
      if case .outstanding = slot { break }
      guard case .ready = slot else { continue }
      mark = lowest + UInt64(clamping: offset)
      covered += 1
      slots[slots.startIndex + offset] = .sent
    }
    if let mark {
      commands.append(.acknowledge(number: mark, multiple: covered > 1))
      readyCount -= covered
    }
    dropSent()
    flushHeld(at: now, isFinal: isFinal, into: &commands)
    return commands
  }

  private mutating func flushHeld(
    at now: MonotonicInstant, isFinal: Bool, into commands: inout [Command]
  ) {
    oldestReady = nil
    guard readyCount > 0 else { return }
    for (offset, slot) in slots.enumerated() {
      guard case .ready(let since) = slot else { continue }
      if isFinal || since.advanced(by: Self.holdLimit) <= now {
        commands.append(.acknowledge(number: lowest + UInt64(clamping: offset), multiple: false))
        slots[slots.startIndex + offset] = .sent
        readyCount -= 1
      } else {
        oldestReady = min(oldestReady ?? since, since)
      }
    }
  }

  private func outstanding(_ number: UInt64) -> Int? {
    guard number >= lowest, number < next else { return nil }
    let index = slots.startIndex + Int(number - lowest)
    guard case .outstanding = slots[index] else { return nil }
    return index
  }

  private mutating func dropSent() {
    var count = 0
    for slot in slots {
      guard case .sent = slot else { break }
      count += 1
    }
    slots.removeFirst(count)
    lowest += UInt64(clamping: count)
    // An empty slice would keep growing at its end and never give the dropped part back.
    if slots.isEmpty { slots = [] }
  }
}

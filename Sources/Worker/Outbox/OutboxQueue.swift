import AMQP
import Storage
import Synchronization

/// Outbox messages of this process that wait to be published, in the order in which they were committed.
///
/// Bounded: what does not fit stays in the database only, and is leased from there when its time comes.
package final class OutboxQueue: Sendable {
  private struct State {
    var waiting = FIFO<BufferedMessage>()
    var takers: [CheckedContinuation<[BufferedMessage], Never>] = []
    var isFinished = false

    var bytes = 0

    var count: Int { waiting.count }

    mutating func take(upTo limit: Int) -> [BufferedMessage] {
      let batch = waiting.prefix(limit)
      waiting.removeFirst(batch.count)
      for held in batch { bytes -= held.message.body.count }
      return batch
    }
  }

  private let state = Mutex(State())
  private let capacity: Int
  private let byteCapacity: Int
  private let batchSize: Int

  /// - Parameters:
  ///   - capacity: messages held at most.
  ///   - byteCapacity: bytes of bodies held at most; one message is taken however large it is.
  ///   - batchSize: messages handed to a taker at most.
  package init(capacity: Int, byteCapacity: Int = .max, batchSize: Int) {
    self.capacity = capacity
    self.byteCapacity = byteCapacity
    self.batchSize = batchSize
  }

  package var count: Int { state.withLock { $0.count } }

  /// How many more messages, and bytes of bodies, are taken; none of both where one of them is used up.
  package var room: (messages: Int, bytes: Int) {
    state.withLock { state in
      guard state.count < capacity, state.bytes < byteCapacity else { return (0, 0) }
      return (capacity - state.count, byteCapacity - state.bytes)
    }
  }

  /// Adds messages, and wakes whoever waits for some.
  ///
  /// - Returns: how many did not fit, or came after the end: the database has them.
  @discardableResult
  package func add(_ messages: some Collection<BufferedMessage>) -> Int {
    var served: [(CheckedContinuation<[BufferedMessage], Never>, [BufferedMessage])] = []
    let left = state.withLock { state in
      var taken = 0
      if !state.isFinished {
        for message in messages {
          guard state.count < capacity, state.count == 0 || state.bytes < byteCapacity else {
            break
          }
          state.waiting.append(message)
          state.bytes += message.message.body.count
          taken += 1
        }
      }
      while state.count > 0, !state.takers.isEmpty {
        served.append((state.takers.removeFirst(), state.take(upTo: batchSize)))
      }
      return messages.count - taken
    }
    for (taker, batch) in served { taker.resume(returning: batch) }
    return left
  }

  /// Takes what waits, and waits when nothing does. Empty when the queue has ended and is empty.
  package func take() async -> [BufferedMessage] {
    await withCheckedContinuation { continuation in
      let batch: [BufferedMessage]? = state.withLock { state in
        if state.count > 0 { return state.take(upTo: batchSize) }
        if state.isFinished { return [] }
        state.takers.append(continuation)
        return nil
      }
      if let batch { continuation.resume(returning: batch) }
    }
  }

  /// Nothing follows; what is there can still be taken.
  package func finish() {
    let takers = state.withLock { state in
      state.isFinished = true
      defer { state.takers = [] }
      return state.takers
    }
    for taker in takers { taker.resume(returning: []) }
  }
}

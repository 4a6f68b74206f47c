import Synchronization

/// Where a connection puts deliveries and workers take them in batches. Any number of tasks may take
/// at the same time, each delivery goes to one of them.
///
/// A mailbox may be fed by several queues. A batch then takes from each of them in turn, so that a
/// queue with a backlog cannot starve another.
package final class DeliveryMailbox: Sendable {
  private struct Waiter {
    let id: UInt64
    let count: Int
    let bytes: Int
    let continuation: CheckedContinuation<[Delivery], Never>
  }

  private struct State {
    var buffers: DeliveryBuffers
    var waiters: [Waiter] = []
    var nextID: UInt64 = 0
    var isFinished = false
    /// Waits that were cancelled before they began.
    var cancelled: Set<UInt64> = []
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - buffers: the name of each buffer that feeds it.
  ///   - takenAlone: those of which one batch gets at most one delivery.
  package init(buffers: [String], takenAlone: Set<String> = []) {
    state = Mutex(State(buffers: DeliveryBuffers(names: buffers, takenAlone: takenAlone)))
  }

  /// Takes what is there, and waits when nothing is.
  ///
  /// - Parameters:
  ///   - count: deliveries at most, at least 1.
  ///   - bytes: bytes of bodies at most; the first delivery is taken however large it is.
  /// - Returns: one or more deliveries; none when the mailbox has ended or the task was cancelled.
  package func take(upTo count: Int, bytes: Int = .max) async -> [Delivery] {
    let count = max(1, count)
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    // A cancellation that came too late leaves its mark behind.
    defer { if Task.isCancelled { state.withLock { _ = $0.cancelled.remove(id) } } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let batch: [Delivery]? = state.withLock { state in
          if state.cancelled.remove(id) != nil { return [] }
          let batch = state.buffers.take(upTo: count, bytes: bytes)
          if !batch.isEmpty || state.isFinished { return batch }
          state.waiters.append(
            Waiter(id: id, count: count, bytes: bytes, continuation: continuation))
          return nil
        }
        if let batch { continuation.resume(returning: batch) }
      }
    } onCancel: {
      cancel(id)
    }
  }

  /// Takes what is there, and does not wait; none where nothing is.
  package func takeWaiting(upTo count: Int, bytes: Int = .max) -> [Delivery] {
    state.withLock { $0.buffers.take(upTo: count, bytes: bytes) }
  }

  /// Deliveries that wait to be taken.
  package var count: Int {
    state.withLock { $0.buffers.count }
  }

  /// Adds a batch to one buffer and hands it to whoever waits.
  func deposit(_ deliveries: [Delivery], to buffer: String) {
    var served: [(CheckedContinuation<[Delivery], Never>, [Delivery])] = []
    state.withLock { state in
      state.buffers.append(deliveries, to: buffer)
      var index = 0
      while index < state.waiters.count, state.buffers.count > 0 {
        let waiter = state.waiters[index]
        let batch = state.buffers.take(upTo: waiter.count, bytes: waiter.bytes)
        served.append((waiter.continuation, batch))
        index += 1
      }
      state.waiters.removeFirst(index)
    }
    for (continuation, batch) in served { continuation.resume(returning: batch) }
  }

  /// Removes what a buffer still holds: nobody has begun to work on it.
  func drain(_ buffer: String) -> [Delivery] {
    state.withLock { $0.buffers.drain(buffer) }
  }

  /// No delivery follows. What is left can still be taken.
  func finish() {
    let waiters = state.withLock { state in
      state.isFinished = true
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.continuation.resume(returning: []) }
  }

  private func cancel(_ id: UInt64) {
    let waiter = state.withLock { state -> Waiter? in
      guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
        state.cancelled.insert(id)
        return nil
      }
      return state.waiters.remove(at: index)
    }
    waiter?.continuation.resume(returning: [])
  }
}

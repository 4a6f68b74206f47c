import AMQP
import Billing
import CivilTime
import Metrics
import Storage

extension Lane {
  /// Settles a message of the queue of runs: what it names is done or divided, or it is left to be delivered again when
  /// stopping. It never goes to a retry queue: what it names stays in the database until it is done.
  func settle(_ delivery: Delivery) async {
    guard let message = RunMessage(delivery) else {
      surroundings.log.write(
        .runMessageUnreadable, once: strayWarning,
        ["bytes": .integer(Int64(clamping: delivery.bodySize))])
      acknowledge(delivery, isIdle: true)
      return
    }
    var begun: Int?
    let attempt = await attempt(message) { () throws(StoreError) in
      // The broker's own count rises for whatever a worker held that ended, so the chunk's row has its own.
      if delivery.isRedelivered, begun == nil {
        begun = try database.open().noteBegun(message.number, of: message.runId) ?? 0
      }
      return try commit(message, .whole(begun: begun ?? 0))
    }
    switch attempt {
    case .committed(let isDone): acknowledge(delivery, isIdle: !isDone)
    case .stopped, .locked: return
    case .failed(let failure, _): await divide(delivery, message, after: failure)
    }
  }

  /// Replaces what the program has failed on by chunks of one item each, or gives it up.
  private func divide(
    _ delivery: Delivery, _ message: RunMessage, after failure: StoreError
  ) async {
    surroundings.log.write(
      .chunkFailed,
      [
        "run": .text(message.runId.text), "chunk": .integer(Int64(message.number)),
        "error": .text(failure.description),
      ])
    let attempt = await attempt(message) { () throws(StoreError) in
      try commit(message, .afterFault(failure.description))
    }
    switch attempt {
    case .committed(let isDone): acknowledge(delivery, isIdle: !isDone)
    case .stopped, .locked: return
    case .failed(let failure, _):
      // It stays open, and the clock issues its message again.
      surroundings.log.write(
        .chunkNotStored,
        [
          "run": .text(message.runId.text), "chunk": .integer(Int64(message.number)),
          "error": .text(failure.description),
        ])
      acknowledge(delivery, isIdle: false)
    }
  }

  private func attempt<Value>(
    _ message: RunMessage, _ transaction: () throws(StoreError) -> Value
  ) async -> Attempt<Value> {
    await attempt(
      batchSize: 1, isGivenUp: false, isPatient: true,
      isOpened: { surroundings.circuit.isOpened(by: $0, of: message) }, transaction)
  }

  /// Commits what a message asks for and hands on its messages; whether there was anything to do.
  private func commit(
    _ message: RunMessage, _ approach: RunTransaction.Approach
  ) throws(StoreError) -> Bool {
    // Not later than the lease that the transaction takes, by a clock of this process.
    let until = UTCInstant.now().adding(microseconds: OutboxLease.duration)
    let start = MonotonicInstant.now
    let sent = surroundings.sent.take()
    let result: RunResult
    do throws(StoreError) {
      result = try runs.run(
        message, approach, in: try database.open(), deleting: sent,
        handingOver: surroundings.output.room)
    } catch {
      surroundings.sent.add(sent)
      throw error
    }
    FaultPoint.afterChunkCommit.reached()
    surroundings.output.submit(result.messages, until: until)
    guard result.isDone else { return false }
    if case .whole = approach { surroundings.circuit.close(after: message) }
    surroundings.metrics.add(
      result, isSelection: message.isSelection,
      nanoseconds: MonotonicInstant.now.nanoseconds - start.nanoseconds)
    return true
  }

  private func acknowledge(_ delivery: Delivery, isIdle: Bool) {
    surroundings.consumer.acknowledge([delivery.tag])
    if isIdle { surroundings.metrics.idleRunMessages.add() }
  }
}

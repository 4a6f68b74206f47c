import AMQP
import Billing
import CivilTime
import Metrics
import Storage

extension Lane {
  /// Settles a message of the queue of runs; where a tax engine may have to be asked, beside the lane, which goes on with others.
  func settle(_ delivery: Delivery, _ beside: inout DiscardingTaskGroup) async {
    guard let quotes = surroundings.quotes else { return await settle(delivery, on: course) }
    let number = numberBeside()
    beside.addTask { await self.settle(delivery, by: quotes, on: number) }
  }

  /// Settles a message of the queue of runs: what it names is done or divided, or it is left to be delivered again when
  /// stopping. It never goes to a retry queue: what it names stays in the database until it is done.
  private func settle(_ delivery: Delivery, on course: Course) async {
    guard let message = read(delivery) else { return }
    var begun: Int?
    let attempt = await attempt(message, on: course) { () throws(StoreError) in
      let begun = try noteBegun(delivery, message, &begun)
      return try commit(message, .whole(begun: begun))
    }
    switch attempt {
    case .committed(let result): acknowledge(delivery, isIdle: !result.isDone)
    case .stopped, .locked: return
    case .failed(let failure, _): await divide(delivery, message, after: failure, on: course)
    }
  }

  func read(_ delivery: Delivery) -> RunMessage? {
    if let message = RunMessage(delivery) { return message }
    surroundings.log.write(
      .runMessageUnreadable, once: strayWarning,
      ["bytes": .integer(Int64(clamping: delivery.bodySize))])
    acknowledge(delivery, isIdle: true)
    return nil
  }

  /// How often workers have begun it and came to no end, as it is counted once for a delivery: the broker's own count rises for
  /// whatever a worker held that ended, so the chunk's row has its own.
  func noteBegun(
    _ delivery: Delivery, _ message: RunMessage, _ begun: inout Int?
  ) throws(StoreError) -> Int {
    if let begun { return begun }
    let count =
      delivery.isRedelivered
      ? try database.open().noteBegun(message.number, of: message.runId) ?? 0 : 0
    begun = count
    return count
  }

  /// Replaces what the program has failed on by chunks of one item each, or gives it up.
  func divide(
    _ delivery: Delivery, _ message: RunMessage, after failure: StoreError, on course: Course
  ) async {
    surroundings.log.write(
      .chunkFailed,
      [
        "run": .text(message.runId.text), "chunk": .integer(Int64(message.number)),
        "error": .text(failure.description),
      ])
    let attempt = await attempt(message, on: course) { () throws(StoreError) in
      try commit(message, .afterFault(failure.description))
    }
    switch attempt {
    case .committed(let result): acknowledge(delivery, isIdle: !result.isDone)
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

  func attempt<Value>(
    _ message: RunMessage, on course: Course, _ transaction: () throws(StoreError) -> Value
  ) async -> Attempt<Value> {
    await attempt(
      on: course, batchSize: 1, isGivenUp: false, isPatient: true,
      isOpened: { surroundings.circuit.isOpened(by: $0, of: message) }, transaction)
  }

  /// Commits what a message asks for and hands on its messages.
  func commit(
    _ message: RunMessage, _ approach: RunTransaction.Approach,
    quoted: RunTransaction.Quoted? = nil
  ) throws(StoreError) -> RunResult {
    // Not later than the lease that the transaction takes, by a clock of this process.
    let until = UTCInstant.now().adding(microseconds: OutboxLease.duration)
    let start = MonotonicInstant.now
    let sent = surroundings.sent.take()
    let result: RunResult
    do throws(StoreError) {
      result = try runs.run(
        message, approach, in: try database.open(), deleting: sent,
        handingOver: surroundings.output.room, quoted: quoted)
    } catch {
      surroundings.sent.add(sent)
      throw error
    }
    FaultPoint.afterChunkCommit.reached()
    surroundings.output.submit(result.messages, until: until)
    guard result.isDone else { return result }
    if case .whole = approach { surroundings.circuit.close(after: message) }
    surroundings.metrics.add(
      result, isSelection: message.isSelection,
      nanoseconds: MonotonicInstant.now.nanoseconds - start.nanoseconds)
    return result
  }

  func acknowledge(_ delivery: Delivery, isIdle: Bool) {
    surroundings.consumer.acknowledge([delivery.tag])
    if isIdle { surroundings.metrics.idleRunMessages.add() }
  }
}

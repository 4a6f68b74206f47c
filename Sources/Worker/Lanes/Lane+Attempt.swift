import AMQP
import Storage

extension Lane {
  /// What came of running a transaction until it is clear.
  enum Attempt<Value> {
    case committed(Value)
    /// Others hold the locks it needs, and nobody is to wait for them.
    case locked
    /// It is not to be tried again as it is (``LaneFailure``).
    case failed(StoreError, isCircuitOpen: Bool)
    /// The lane ends; what is not committed stays unacknowledged.
    case stopped
  }

  /// How often a transaction is tried while all fail alike before it makes room for the next, about five minutes: a request
  /// waits in a retry queue then, and is not blamed there either.
  private static let triesWhileCircuitIsOpen = 60

  /// Runs a transaction until it is committed or has failed often enough in place; waits for a database that is away, and for
  /// others' locks when it is to be patient. Meanwhile it holds consumption, in the name of the course.
  ///
  /// `batchSize` is how much it settles: more than one is not tried again as it is after a fault. `isGivenUp` says that it only
  /// stores a failed outcome, `isOpened` whether a failure for which it would be blamed is the database's (``FaultCircuit``).
  func attempt<Value>(
    on course: Course, batchSize: Int, isGivenUp: Bool, isPatient: Bool,
    isOpened: (StoreError) -> Bool,
    _ transaction: () throws(StoreError) -> Value
  ) async -> Attempt<Value> {
    var attempts: [StoreError.Kind: Int] = [:]
    var backoff = Backoff(limits: RetryPolicy.backoff)
    var triesWhileOpen = 0
    while !isStopping {
      let failure: StoreError
      do throws(StoreError) {
        let value = try transaction()
        surroundings.metrics.noteCommit()
        await hold(nil, on: course)
        return .committed(value)
      } catch {
        failure = error
      }
      surroundings.metrics.note(failure)
      attempts[failure.kind, default: 0] += 1
      var step = LaneFailure.step(
        after: failure, attempts: attempts, batchSize: batchSize, isGivenUp: isGivenUp)
      let isBlamed = step == .leave || step == .deadLetter
      let isCircuitOpen = isBlamed && isOpened(failure)
      if isCircuitOpen {
        triesWhileOpen += 1
        step = triesWhileOpen <= Self.triesWhileCircuitIsOpen ? .awaitDatabase : .leave
      }
      // The database answered, even if with an error.
      if failure.kind != .unavailable, failure.kind != .environment, step != .awaitDatabase,
        step != .awaitLocks, triesWhileOpen == 0
      {
        await hold(nil, on: course)
      }
      switch step {
      case .again: continue
      case .oneByOne, .leave, .deadLetter:
        if isCircuitOpen { await hold(nil, on: course) }
        return .failed(failure, isCircuitOpen: isCircuitOpen)
      case .awaitDatabase:
        await hold(
          isCircuitOpen || failure.kind == .environment
            ? .environment(lane: course.number) : .database(lane: course.number),
          because: failure.description, on: course)
        // After a failover the same session would meet the old server again.
        database.drop()
        await pause(backoff.next())
      case .awaitLocks:
        guard isPatient else { return .locked }
        // Beside the lane others wait, and it goes on.
        if course.isLane {
          await hold(.contention(lane: number), because: failure.description, on: course)
        }
        await pause(backoff.next())
      }
    }
    return .stopped
  }

  /// Holds consumption for this reason, in place of the one before; nil lets it go on.
  private func hold(
    _ reason: ConsumptionGate.Reason?, because error: String = "", on course: Course
  ) async {
    guard reason != course.held else { return }
    let earlier = course.held
    course.held = reason
    // The new one first: in between, consumption would go on.
    if let reason { await surroundings.gate.hold(reason, because: error) }
    if let earlier { await surroundings.gate.release(earlier) }
  }

  private func pause(_ duration: Duration) async {
    // Cancelled only when the process ends at once; the loop then sees that it is stopping.
    do { try await Task.sleep(for: duration) } catch { stop() }
  }
}

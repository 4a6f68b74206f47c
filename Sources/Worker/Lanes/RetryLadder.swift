import AMQP
import CivilTime
import Messages
import Storage

/// Takes a request that the program failed on to the next retry queue (``RetryPolicy``), and what waits for a tax engine out of its
/// worker's hand.
struct RetryLadder: Sendable {
  let publisher: PublishConnection
  let workerName: String
  let log: Log

  enum Outcome: Hashable, Sendable {
    /// The broker has confirmed the copy in the retry queue; the original is to be acknowledged.
    case moved(RetryQueue)
    /// Every retry queue has been passed, or none takes the copy.
    case notMoved
    /// The process is ending: the request stays where it is.
    case stopped
  }

  /// Publishes the copy, and waits for a broker that is away until `isStopping`. A request that may not be blamed goes to
  /// the last retry queue again, however often.
  func move(
    _ received: ReceivedRequest, after failure: StoreError, mayBeBlamed: Bool,
    isStopping: @Sendable () -> Bool
  ) async -> Outcome {
    let faults = received.copy(
      code: LaneFailure.code(of: failure), message: failure.description,
      retries: received.retries + 1, worker: workerName, at: .now())
    log.write(
      .requestFailed, of: received.trace,
      [
        "queue": .text(received.delivery.queue), "attempts": .integer(received.attempts),
        "error": .text(failure.description),
      ])
    let next = RetryPolicy.next(afterRetries: received.retries)
    guard
      case .retry(let queue) = next == .giveUp && !mayBeBlamed ? .retry(queue: .sixHours) : next,
      !received.delivery.isTruncated,
      let copy = try? RetriedCopy.message(of: received, to: queue, faults: faults)
    else { return .notMoved }
    return await publish(copy, isStopping).outcome(in: queue)
  }

  /// Takes a request that waits for a tax engine to the shortest retry queue, and from the second time on to the next. It is no
  /// attempt, and happens as often as the engine is away.
  func delay(
    _ received: ReceivedRequest, because reason: String, isStopping: @Sendable () -> Bool
  ) async -> Outcome {
    let queue: RetryQueue = received.taxDelays == 0 ? .tenSeconds : .oneMinute
    let faults = received.copy(
      code: "TAX_ENGINE_AWAY", message: reason, retries: received.retries, worker: workerName,
      at: .now())
    guard !received.delivery.isTruncated,
      let copy = try? RetriedCopy.message(of: received, to: queue, faults: faults, isDelayed: true)
    else { return .notMoved }
    return await publish(copy, isStopping).outcome(in: queue)
  }

  /// Puts a message of a run back to the end of its queue: what it names is done later. The copy has no history, so that nobody
  /// takes it for one under which workers end.
  func putBack(_ delivery: Delivery, isStopping: @Sendable () -> Bool) async -> Bool {
    guard
      let copy = try? OutgoingMessage(
        exchange: ExchangeName.default, routingKey: WorkQueue.run.name, isMandatory: true,
        properties: RepublishedProperties.of(delivery.properties), body: delivery.body)
    else { return false }
    return await publish(copy, isStopping) == .confirmed
  }

  /// What came of publishing a copy.
  private enum Published {
    case confirmed
    case refused
    case stopped

    func outcome(in queue: RetryQueue) -> Outcome {
      switch self {
      case .confirmed: .moved(queue)
      case .refused: .notMoved
      case .stopped: .stopped
      }
    }
  }

  /// A copy that the broker refuses is tried as often as a request.
  private func publish(
    _ copy: OutgoingMessage, _ isStopping: @Sendable () -> Bool
  ) async -> Published {
    var backoff = Backoff(limits: RetryPolicy.backoff)
    var refusals = 0
    while !isStopping() {
      let outcome = await publisher.publish([copy]).first ?? .failed(.closed)
      switch PublishStep.after(outcome, isEvent: false) {
      case .done:
        return .confirmed
      case .postpone:
        refusals += 1
        log.write(
          .retryCopyRefused,
          ["exchange": .text(copy.exchange), "answer": LogValue(outcome)])
        if refusals >= RetryPolicy.attemptsInPlace { return .refused }
      case .publishAgain:
        break
      }
      // Cancelled only when the process ends at once.
      do { try await Task.sleep(for: backoff.next()) } catch { return .stopped }
    }
    return .stopped
  }
}

import AMQP
import CivilTime

/// What a lane takes next, and what it takes before that is next: where much is waiting, a batch is planned while the one before it is
/// stored (``PlanningAhead``).
extension Lane {
  /// Bytes of bodies taken at once: with the batch size it bounds a batch's memory.
  private static let batchBytes = 8 * 1_024 * 1_024

  /// What was taken ahead, or what has arrived; waits for it. None when the mailbox has ended and is empty.
  func takeNext(using generator: inout some RandomNumberGenerator) async -> TakenDeliveries {
    if let next = ahead {
      ahead = nil
      surroundings.metrics.endHolding(next.count)
      return next
    }
    let deliveries = await surroundings.mailbox.take(upTo: limit, bytes: Self.batchBytes)
    return TakenDeliveries(deliveries, by: settings.intake.source, using: &generator)
  }

  private var limit: Int {
    pace.limit(
      most: settings.batchSize, waiting: surroundings.mailbox.count,
      batches: planningAhead == nil ? 1 : 2, at: .now)
  }

  /// Takes the next batch while this one is stored, and has it planned, unless little is waiting: it would take less together than
  /// will have come by the time when it can be stored.
  func takeAhead() {
    guard let planningAhead, ahead == nil, pace.isKnown, !isStopping else { return }
    let limit = limit
    guard limit >= settings.batchSize / Self.longestShare,
      surroundings.mailbox.count >= max(Self.leastAhead, limit / 2), aheadPace.isDue()
    else { return }
    let deliveries = surroundings.mailbox.takeWaiting(upTo: limit, bytes: Self.batchBytes)
    // A connection that was lost since has forgotten them, or another lane was sooner.
    guard !deliveries.isEmpty else { return }
    var chance = SystemRandomNumberGenerator()
    var taken = TakenDeliveries(deliveries, by: settings.intake.source, using: &chance)
    if let only = taken.onlyBatch {
      let received = read(only)
      taken.batches[0].received = received
      planningAhead.begin(received)
    }
    ahead = taken
    surroundings.metrics.beginHolding(taken.count)
  }

  /// What was planned of a batch, where it was taken ahead.
  func takePlan(of batch: [ReceivedRequest]) -> PlannedBatch? {
    guard let planningAhead, planningAhead.isPlanning(batch) else { return nil }
    // The lane waits for what is under way.
    phases.begin(.facts)
    let planned = planningAhead.take(batch)
    if planned == nil { aheadPace.note(isOfUse: false) }
    return planned
  }

  /// Requests below which there is nothing to gain.
  private static let leastAhead = 8

  /// By how much requests may be longer than common ones: two plans of long ones are not held in memory at once.
  private static let longestShare = 4

  /// Reads a batch, and orders it so that few transactions are needed.
  func read(_ deliveries: [Delivery]) -> [ReceivedRequest] {
    let now = UTCInstant.now()
    let received = deliveries.map { ReceivedRequest($0, at: now, by: settings.intake) }
    return ReceivedRequest.byPhase(surroundings.tracer?.begin(received) ?? received)
  }
}

extension PlanningAhead {
  convenience init(
    on thread: SecondThread, _ settings: Lane.Settings, _ surroundings: Lane.Surroundings
  ) {
    self.init(
      on: thread, surroundings.opener, eventSource: settings.eventSource,
      taxEngine: surroundings.taxEngine, email: settings.email, log: surroundings.log)
  }
}

package import Billing
import CivilTime
import Digest
import Messages
package import Storage

/// The way of a batch of requests through one transaction, as a straight line:
/// claim → facts → plan → number → encode → write → commit.
///
/// Planning is total, so one request's refusal is data and cannot hurt another. What throws means "could not
/// find out": then nothing of the batch is stored, and the lane decides what to do (``LaneFailure``).
package struct BatchTransaction {
  private let workerName: String
  private let encoder: EventEncoder
  private let taxEngine: any TaxEngine
  private var identifiers = OutboxIdentifiers()

  /// How long this process has the first go at the events it wrote, in microseconds. Longer than publishing
  /// takes, short enough that another worker sends them soon after a crash.
  package static let lease: Int64 = 30 * 1_000_000

  package init(
    workerName: String, eventSource: String, taxEngine: any TaxEngine = RateTableTaxEngine()
  ) {
    self.workerName = workerName
    self.taxEngine = taxEngine
    encoder = EventEncoder(source: eventSource)
  }

  /// Runs and commits the batch, or its first requests when they alone fill a transaction or the next needs facts that
  /// they change; what is returned is to be done now that it is durable. On the way the outbox rows `sent` are deleted, which the broker has
  /// confirmed. Of what is to be published, at most `room` messages are handed over; the others are anybody's. Copies for
  /// the dead letters are kept as far as `deadLetters` allows.
  package mutating func run(
    _ batch: [ReceivedRequest], in session: StoreSession, deleting sent: [String],
    handingOver room: Int, deadLetters: DeadLetterAllowance = DeadLetterAllowance()
  ) throws(StoreError) -> BatchResult {
    let now = try session.now()
    let batch = ReceivedRequest.sharingFacts(batch)
    var effects = BatchEffects(
      now: now, workerName: workerName, encoder: encoder, identifiers: identifiers, room: room,
      deadLetters: deadLetters)
    let sizes = MessageSize(encoder: encoder)
    try session.transaction { transaction throws(StoreError) in
      try transaction.deleteSent(sent)
      let standings = try Self.claim(batch, in: transaction)
      var facts = try Self.loadFacts(for: batch, standings, in: transaction)
      for (received, standing) in zip(batch, standings) {
        guard !effects.isFull else { break }
        effects.take()
        switch standing {
        case .unidentified(let message):
          effects.park(received, message)
        case .new(let header):
          let decision = sizes.fitting(
            decide(received, header, on: facts, at: now), of: received, header, at: now)
          facts.apply(decision.effects)
          effects.complete(received, header, decision)
        case .replay(let header, let stored):
          let decision = sizes.fitting(
            decide(received, header, on: facts, at: now), of: received, header, at: now)
          facts.apply(decision.effects)
          effects.complete(received, header, decision, replacing: stored)
        case .seen(let header, let stored):
          effects.answer(received, header, from: stored)
        case .repeats(let header):
          effects.answerAsEarlier(received, header)
        }
      }
      try effects.store(facts, in: transaction)
      try transaction.release(standings.dropFirst(effects.taken).compactMap(\.claimed))
      FaultPoint.insideTransaction.reached()
    }
    identifiers = effects.identifiers
    return effects.result
  }

  // MARK: Claim

  /// Claims every request of the batch that has a key, in one statement.
  private static func claim(
    _ batch: [ReceivedRequest], in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> [RequestStanding] {
    var claims: [RequestClaim] = []
    for received in batch {
      guard let header = received.intake.header else { continue }
      claims.append(
        RequestClaim(
          key: header.key, type: header.type, bodySHA256: header.bodySHA256.bytes,
          receivedAt: received.receivedAt))
    }
    return RequestStanding.standings(of: batch, try transaction.claim(claims))
  }

  // MARK: Facts and plan

  /// Loads what the requests to be run will look up, once for all of them.
  private static func loadFacts(
    for batch: [ReceivedRequest], _ standings: [RequestStanding],
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> WorkingSet {
    var needed = FactsNeeded()
    for (received, standing) in zip(batch, standings) {
      guard standing.headerToRun != nil, case .request(let identified) = received.intake,
        received.surrender == nil, !received.isGivenUp
      else { continue }
      needed.formUnion(identified.request.factsNeeded)
    }
    return try transaction.load(needed)
  }

  private func decide(
    _ received: ReceivedRequest, _ header: IdentifiedHeader, on facts: WorkingSet,
    at now: UTCInstant
  ) -> Decision {
    if let reason = received.surrender {
      return .internalError(of: header.key, reason: reason)
    }
    if received.isGivenUp {
      return .internalError(
        of: header.key,
        reason: "The worker ended \(received.redeliveries) times while the request was under way.")
    }
    switch received.intake {
    case .refused(_, let refusal):
      return refusal.decision(for: header.key)
    case .request(let identified):
      let milliseconds = now.microsecondsSince1970 / 1_000
      let context = PlanningContext(request: header.key, now: now, taxEngine: taxEngine) {
        parts in
        DerivedIdentifier.timeOrdered("invoice", parts, milliseconds: milliseconds)
      }
      return identified.request.plan(on: facts, in: context)
    case .unidentified(let message):
      return Decision(outcome: .rejected, errors: [message.fault])
    }
  }
}

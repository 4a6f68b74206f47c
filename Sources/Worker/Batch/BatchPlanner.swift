import Billing
import CivilTime
import Digest
import Messages
import Storage

/// Decides the requests of a batch on the facts that were loaded for them: pure, and the same on any thread.
struct BatchPlanner: Sendable {
  let encoder: EventEncoder
  /// The worker's own.
  let taxEngine: any TaxEngine
  /// nil where no mail server is configured.
  let email: EmailFacilities?

  /// What these requests will look up, once for all of them.
  func factsNeeded(by requests: some Sequence<any Request>) -> FactsNeeded {
    var needed = FactsNeeded()
    for request in requests { needed.formUnion(request.factsNeeded) }
    needed.emails.dailyLimit = email?.dailyLimit
    return needed
  }

  /// Plans request by request, each on what the one before it left, until they fill a transaction. Pure.
  func plan(
    _ batch: [ReceivedRequest], _ requests: [LookedUpRequest], on facts: inout WorkingSet,
    with engine: any TaxEngine, at now: UTCInstant
  ) -> BatchPlan {
    let sizes = MessageSize(encoder: encoder)
    var plan = BatchPlan()
    for (received, request) in zip(batch, requests) {
      guard !plan.isFull else { break }
      switch request {
      case .unidentified(let message):
        plan.add(received, message)
      case .toRun(let request, let replaced):
        if case .plan(let identified) = request, facts.isDeferred(identified.request) {
          return plan
        }
        let header = request.header
        let decided = decide(request, received, on: facts, with: engine, at: now)
        guard decided.taxesAwaited.isEmpty else {
          plan.leaveOut(received, header.key, awaiting: decided.taxesAwaited)
          continue
        }
        var decision = sizes.fitting(decided, of: received, header, at: now)
        if email == nil, header.requestedBy?.noticeAddress != nil {
          decision.warnings.append(.noticeNotSent)
        }
        facts.apply(decision.effects)
        plan.add(received, header, decision, replacing: replaced)
      case .seen(let header, let stored):
        plan.answer(received, header, from: stored)
      case .repeats(let header):
        if let awaited = plan.keysLeftOut[header.key] {
          plan.leaveOut(received, header.key, awaiting: awaited)
        } else {
          plan.answer(received, header, from: nil)
        }
      }
    }
    return plan
  }

  private func decide(
    _ request: RequestToRun, _ received: ReceivedRequest, on facts: WorkingSet,
    with engine: any TaxEngine, at now: UTCInstant
  ) -> Decision {
    switch request {
    case .plan(let identified):
      return decide(identified, received, on: facts, with: engine, at: now)
    case .refuse(let header, let refusal):
      return refusal.decision(for: header.key)
    case .giveUp(let header, let reason):
      return .internalError(of: header.key, reason: reason)
    }
  }

  func decide(
    _ identified: IdentifiedRequest, _ received: ReceivedRequest, on facts: WorkingSet,
    with engine: any TaxEngine, at now: UTCInstant
  ) -> Decision {
    // The identifiers are part of what an engine elsewhere is asked: they are the same when the request is planned again.
    let identifiedAt = engine.keepsBooks ? received.identifiedAt : now
    let milliseconds = identifiedAt.microsecondsSince1970 / 1_000
    var context = PlanningContext(
      request: identified.header.key, now: now, taxEngine: engine,
      timeZones: SystemTimeZones(), requestedBy: identified.header.requestedBy
    ) { parts in
      DerivedIdentifier.timeOrdered("invoice", parts, milliseconds: milliseconds)
    }
    context.email = email
    return identified.request.plan(on: facts, in: context)
  }
}

import CivilTime
import Storage

extension QueryPlanTests {
  /// What is shown of parked messages, and goes with them.
  func useDeadLetters(_ session: StoreSession, at now: UTCInstant) throws {
    let queries = Queries(session)
    var criteria = DeadLetterCriteria()
    _ = try queries.deadLetters(criteria, limit: 1)
    _ = try queries.countDeadLetters(criteria, upTo: 1)
    criteria.code = "C"
    let place = DeadLetterPlace(parkedAt: now, id: "m")
    _ = try queries.deadLetters(criteria, after: place, limit: 1)
    _ = try queries.countDeadLetters(criteria, upTo: 1)
    criteria = DeadLetterCriteria()
    (criteria.identifiers, criteria.ids) = (["r"], ["m"])
    _ = try queries.deadLetters(criteria, limit: 1)
    criteria.fingerprints = ["f"]
    _ = try queries.deadLetters(criteria, limit: 1)
    _ = try queries.countDeadLettersByCode(upTo: 1)
    _ = try queries.deadLetter("f")
    _ = try queries.deadLetter(id: "m")
    _ = try queries.deadLetterNumbers(of: ["m"])
    _ = try queries.deadLetterIds(numbered: [1])
    _ = try queries.deadLettersUnderWay(upTo: 1)
    try session.removeParked(["f"])
    _ = try session.removeParked(ids: ["m"])
    _ = try session.oldestParked(ofLatest: 1)
    _ = try session.removeParked(before: now, limit: 1)
  }
}

import Storage
import Testing
import Worker

@Suite struct LaneFailureTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: StoreError.Kind
    let attempts: Int
    let batchSize: Int
    let isGivenUp: Bool
    let phase: StoreError.Phase
    let step: LaneFailure.Step

    init(
      _ kind: StoreError.Kind, _ attempts: Int, batch: Int = 1, surrendered: Bool = false,
      during phase: StoreError.Phase = .body, _ step: LaneFailure.Step
    ) {
      self.kind = kind
      self.attempts = attempts
      batchSize = batch
      isGivenUp = surrendered
      self.phase = phase
      self.step = step
    }

    var testDescription: String {
      """
      \(kind) in \(phase), \(attempts). attempt, \(batchSize) requests\(isGivenUp ? ", surrendered" : "")
      """
    }
  }

  static let cases: [Case] = [
    // An outage, whatever the batch: never counted against a request.
    // The first failure may be only that of an old session.
    Case(.unavailable, 1, .again),
    Case(.unavailable, 1, batch: 100, surrendered: true, .again),
    Case(.unavailable, 2, .awaitDatabase),
    Case(.unavailable, 1_000, batch: 100, .awaitDatabase),
    // Nor is what every request would meet; a new session may find it put right.
    Case(.environment, 1, batch: 100, .again),
    Case(.environment, 2, .awaitDatabase),
    Case(.environment, 1_000, batch: 100, surrendered: true, .awaitDatabase),
    Case(.schemaMissing, 1, .awaitDatabase),
    Case(.schemaTooNew, 5, batch: 2, .awaitDatabase),
    // In the way of another: three times at once; then those that are not in its way go on, and the one that
    // is waits, in its session: the database answers.
    Case(.contention, 1, batch: 100, .again),
    Case(.contention, 2, .again),
    Case(.contention, 3, .awaitLocks),
    Case(.contention, 1_000, .awaitLocks),
    Case(.contention, 3, batch: 2, .oneByOne),
    // At the commit it is most often a key that another has stored, and one more is known each time.
    Case(.contention, 9, batch: 7, during: .commit, .again),
    Case(.contention, 10, batch: 7, during: .commit, .oneByOne),
    Case(.contention, 11, batch: 100, during: .commit, .oneByOne),
    // Nobody can begin: it is the same for every request alone.
    Case(.contention, 50, batch: 7, during: .begin, .awaitLocks),
    // A fault: first found out whose, then three times in place, then it leaves.
    Case(.constraint, 1, batch: 2, .oneByOne),
    Case(.fault, 9, batch: 100, .oneByOne),
    Case(.constraint, 1, .again),
    Case(.fault, 2, .again),
    Case(.constraint, 3, .leave),
    Case(.fault, 4, .leave),
    // A failed outcome that cannot be stored either: the dead letters, and nothing waits behind it.
    Case(.fault, 1, surrendered: true, .again),
    Case(.constraint, 3, surrendered: true, .deadLetter),
    Case(.unavailable, 99, surrendered: true, .awaitDatabase),
    Case(.contention, 1, surrendered: true, .again),
  ]

  @Test(arguments: cases)
  func `what is done about a failed transaction`(failure: Case) {
    let step = LaneFailure.step(
      after: StoreError(failure.kind, "no matter").during(failure.phase),
      attempts: [failure.kind: failure.attempts],
      batchSize: failure.batchSize, isGivenUp: failure.isGivenUp)
    #expect(step == failure.step)
  }

  @Test func `no failure of one request alone is split further`() {
    for kind: StoreError.Kind in [
      .unavailable, .environment, .contention, .constraint, .fault, .schemaMissing, .schemaTooNew,
    ] {
      for attempts in 1...10 {
        let step = LaneFailure.step(
          after: StoreError(kind, ""), attempts: [kind: attempts], batchSize: 1,
          isGivenUp: false)
        #expect(step != .oneByOne)
      }
    }
  }

  @Test func `outages and waiting for others are not counted against a request`() {
    let step = LaneFailure.step(
      after: StoreError(.fault, ""), attempts: [.unavailable: 50, .contention: 9, .fault: 1],
      batchSize: 1, isGivenUp: false)
    #expect(step == .again)
  }

  @Test(
    arguments: [
      (StoreError.Kind.unavailable, "STORE_UNAVAILABLE"), (.environment, "STORE_ENVIRONMENT"),
      (.contention, "STORE_CONTENTION"),
      (.constraint, "STORE_CONSTRAINT"), (.fault, "STORE_FAULT"),
      (.schemaMissing, "STORE_SCHEMA"), (.schemaTooNew, "STORE_SCHEMA"),
    ])
  func `the fault code says what failed`(kind: StoreError.Kind, code: String) {
    #expect(LaneFailure.code(of: StoreError(kind, "")) == code)
  }
}

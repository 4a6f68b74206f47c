import AMQP
import Mail
import Storage
import Testing
import Worker

@Suite struct MailServerReachTests {
  @Test("A server that goes away is reported once, and once when it is back")
  func reports() {
    var reach = MailServerReach()
    #expect(reach.noteReached(by: 0) == nil && !reach.isAway)
    #expect(reach.noteAway("451 busy", by: 0) == .away(reason: "451 busy"))
    #expect(reach.noteAway("no connection", by: 1) == nil && reach.isAway)
    #expect(reach.noteReached(by: 0) == .back)
    #expect(reach.noteReached(by: 0) == nil && !reach.isAway)
    #expect(reach.noteAway("again", by: 0) == .away(reason: "again"))
  }

  @Test("A server that turns one connection away and speaks over another is there")
  func tooMany() {
    var reach = MailServerReach()
    _ = reach.noteReached(by: 0)
    #expect(reach.noteAway("421 too many", by: 3) == nil && !reach.isAway)
    #expect(reach.limit(of: 3, 5) == 5)
    // Nobody speaks any more.
    #expect(reach.noteAway("421 too many", by: 0) == .away(reason: "421 too many"))
    // What a connection was told long ago says nothing.
    _ = reach.noteReached(by: 0)
    reach.noteIdle(0)
    #expect(reach.noteAway("no connection", by: 1) == .away(reason: "no connection"))
  }

  @Test("A server that is away is tried by one connection with one e-mail")
  func tried() {
    var reach = MailServerReach()
    _ = reach.noteAway("no connection", by: 2)
    #expect((0..<3).map { reach.limit(of: $0, 5) } == [1, 0, 0])
  }
}

@Suite struct MailPaceTests {
  @Test(
    "Moments that passed unused are not made up for: the interval holds from the last beginning")
  func afterStall() {
    let pace = MailPace(interval: .milliseconds(100))
    let begin = MonotonicInstant.now
    func after(_ milliseconds: Int64) -> MonotonicInstant {
      begin.advanced(by: .milliseconds(milliseconds))
    }
    #expect(pace.begin(at: begin) == begin)
    // A server thought for long: five wait.
    #expect(
      (0..<5).map { _ in pace.begin(at: after(4_000)) }
        == [4_000, 4_100, 4_200, 4_300, 4_400].map(after))
    #expect(pace.begin(at: after(9_000)) == after(9_000))
  }
}

@Suite struct UntilNotedTests {
  private static let limits = Backoff.Limits(first: .milliseconds(1), last: .milliseconds(2))

  @Test("What a server answered is noted, however long the database is away")
  func noted() async throws {
    var kinds: [StoreError.Kind] = (0..<30).flatMap { _ in
      [StoreError.Kind.unavailable, .contention, .environment]
    }
    var reported = 0
    try await UntilNoted(ending: EndingFlag(), limits: Self.limits).run(
      reporting: { _ in reported += 1 }
    ) { () throws(StoreError) in
      if let kind = kinds.popLast() { throw StoreError(kind, "x") }
    }
    #expect(kinds.isEmpty && reported == 60)
  }

  @Test(
    "The worker's end is the end of it, after one try at least; what no waiting helps is thrown")
  func ended() async {
    let ending = EndingFlag()
    let untilNoted = UntilNoted(ending: ending, limits: Self.limits)
    var tries = 0
    await #expect(throws: StoreError.self) {
      try await untilNoted.run(reporting: { _ in }) { () throws(StoreError) in
        tries += 1
        throw StoreError(.constraint, "x")
      }
    }
    #expect(tries == 1)
    await #expect(throws: StoreError.self) {
      try await untilNoted.run(reporting: { _ in }) { () throws(StoreError) in
        tries += 1
        if tries == 4 { ending.set() }
        throw StoreError(.unavailable, "x")
      }
    }
    #expect(tries == 4)
    _ = try? await untilNoted.run(reporting: { _ in }) { () throws(StoreError) in tries += 1 }
    #expect(tries == 5)
  }
}

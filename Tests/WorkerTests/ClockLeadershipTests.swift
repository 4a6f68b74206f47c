import AMQP
import Testing
import Worker

/// Who keeps the clock: what is asked of the database, and how long an answer is trusted.
@Suite struct ClockLeadershipTests {
  private static func at(_ milliseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
  }

  @Test func `nobody leads before the lease is taken`() {
    let leadership = ClockLeadership(holder: "a")
    #expect(leadership.question(at: Self.at(0)) == .take)
    #expect(!leadership.isLeading(at: Self.at(0)))
  }

  @Test func `a lease is trusted for ten seconds from before it was asked for`() {
    var leadership = ClockLeadership(holder: "a")
    leadership.noteTaken(7, sent: Self.at(1_000))
    #expect(leadership.isLeading(at: Self.at(1_000)))
    #expect(leadership.isLeading(at: Self.at(10_999)))
    #expect(!leadership.isLeading(at: Self.at(11_000)))
  }

  @Test func `it is prolonged every five seconds, in its term`() {
    var leadership = ClockLeadership(holder: "a")
    leadership.noteTaken(7, sent: Self.at(0))
    #expect(leadership.question(at: Self.at(4_999)) == nil)
    #expect(leadership.question(at: Self.at(5_000)) == .prolong(term: 7))
    leadership.noteProlonged(true, sent: Self.at(5_000))
    #expect(leadership.question(at: Self.at(9_999)) == nil)
    #expect(leadership.isLeading(at: Self.at(14_999)))
    #expect(!leadership.isLeading(at: Self.at(15_000)))
  }

  @Test func `a question that was not answered is asked again at once, and the trust runs out`() {
    var leadership = ClockLeadership(holder: "a")
    leadership.noteTaken(7, sent: Self.at(0))
    // The database is away: nothing is noted.
    for second in 5...9 {
      #expect(leadership.question(at: Self.at(Int64(second) * 1_000)) == .prolong(term: 7))
      #expect(leadership.isLeading(at: Self.at(Int64(second) * 1_000)))
    }
    #expect(!leadership.isLeading(at: Self.at(10_000)))
    // Nobody else took it meanwhile.
    #expect(leadership.question(at: Self.at(12_000)) == .prolong(term: 7))
    leadership.noteProlonged(true, sent: Self.at(12_000))
    #expect(leadership.isLeading(at: Self.at(12_000)))
  }

  @Test func `a prolongation that does not hit ends it; it is taken anew later, in another term`() {
    var leadership = ClockLeadership(holder: "a")
    leadership.noteTaken(7, sent: Self.at(0))
    leadership.noteProlonged(false, sent: Self.at(5_000))
    #expect(!leadership.isLeading(at: Self.at(5_000)))
    #expect(leadership.question(at: Self.at(9_999)) == nil)
    #expect(leadership.question(at: Self.at(10_000)) == .take)
    leadership.noteTaken(nil, sent: Self.at(10_000))
    #expect(!leadership.isLeading(at: Self.at(10_000)))
    leadership.noteTaken(9, sent: Self.at(15_000))
    #expect(leadership.isLeading(at: Self.at(15_000)))
    #expect(leadership.question(at: Self.at(20_000)) == .prolong(term: 9))
  }

  @Test func `what is given back is not led any more`() {
    var leadership = ClockLeadership(holder: "a")
    #expect(leadership.giveBack() == nil)
    leadership.noteTaken(7, sent: Self.at(0))
    #expect(leadership.giveBack() == 7)
    #expect(!leadership.isLeading(at: Self.at(0)))
    #expect(leadership.giveBack() == nil)
  }

  @Test func `who trusts a lease has it by the database: the trust ends before the lease does`() {
    let lease = Duration.microseconds(ClockLeadership.leaseDuration)
    #expect(ClockLeadership.trust < lease)
    // One that is missed leaves time for the next.
    #expect(ClockLeadership.interval * 2 <= ClockLeadership.trust)
  }
}

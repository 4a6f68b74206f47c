import AMQP
import Testing
import Worker

@Suite struct BatchPaceTests {
  private static let now = MonotonicInstant(nanoseconds: 1_000_000_000)

  @Test(
    "Fair among senders: so many are taken at once that they take a tenth of a second",
    arguments: [
      (100, 40, 100), (100, 100, 100), (100, 1_000, 10), (1, 40, 2), (1, 5_000, 1), (10, 0, 100),
    ])
  func limits(requests: Int, milliseconds: Int, limit: Int) {
    var pace = BatchPace()
    func note(_ requests: Int, _ time: Duration) {
      pace.note(senders: ["crm"], requests: requests, took: time, at: Self.now)
    }
    #expect(pace.limit(most: 100, waiting: 0, at: Self.now) == 100)
    note(requests, .milliseconds(milliseconds))
    #expect(pace.limit(most: 100, waiting: 0, at: Self.now) == limit)
    // One batch later what was slow is forgotten.
    note(1, .microseconds(100))
    #expect(pace.limit(most: 100, waiting: 0, at: Self.now) == 100)
    note(0, .seconds(60))
    #expect(pace.limit(most: 100, waiting: 0, at: Self.now) == 100)
  }

  @Test("Fair among senders: while several share the queues, a batch takes an eighth of that")
  func shared() {
    var pace = BatchPace()
    pace.note(senders: ["crm"], requests: 100, took: .milliseconds(100), at: Self.now)
    #expect(pace.limit(most: 100, waiting: 0, at: Self.now) == 100)
    pace.note(senders: ["crm", "erp"], requests: 100, took: .milliseconds(100), at: Self.now)
    #expect(pace.limit(most: 100, waiting: 0, at: Self.now) == 12)
    // Behind much that waits the cost of a transaction counts more.
    #expect(pace.limit(most: 100, waiting: 24, at: Self.now) == 12)
    #expect(pace.limit(most: 100, waiting: 60, at: Self.now) == 30)
    #expect(pace.limit(most: 100, waiting: 1_000, at: Self.now) == 100)
    // Of two batches each takes half as long.
    #expect(pace.limit(most: 100, waiting: 0, batches: 2, at: Self.now) == 6)
    let later = Self.now.advanced(by: BatchPace.memory)
    #expect(pace.limit(most: 100, waiting: 0, batches: 2, at: later) == 50)
    #expect(pace.limit(most: 100, waiting: 0, at: later) == 100)
    pace.note(senders: ["erp"], requests: 100, took: .milliseconds(100), at: later)
    #expect(pace.limit(most: 100, waiting: 0, at: later) == 100)
    pace.note(senders: ["crm"], requests: 100, took: .milliseconds(100), at: later)
    #expect(pace.limit(most: 100, waiting: 0, at: later) == 12)
  }
}

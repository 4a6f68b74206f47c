import Testing

@testable import Worker

@Suite struct RetryPolicyTests {
  @Test(
    arguments: [
      (0, RetryQueue.tenSeconds), (1, .oneMinute), (2, .tenMinutes), (3, .oneHour), (4, .sixHours),
    ])
  func `a failed request goes to the next retry queue`(retries: Int, queue: RetryQueue) {
    #expect(RetryPolicy.next(afterRetries: retries) == .retry(queue: queue))
  }

  @Test(arguments: [5, 6, Int.max, -1, Int.min])
  func `after the last one, or on a count that is none, it is given up`(retries: Int) {
    #expect(RetryPolicy.next(afterRetries: retries) == .giveUp)
  }

  @Test func `the waits come to about seven hours`() {
    let total = RetryQueue.allCases.reduce(0) { $0 + $1.timeToLive }
    #expect(total == (10 + 60 + 600 + 3_600 + 21_600) * 1_000)
  }
}

import AMQP
import Messages
import Metrics
import Storage
import Testing

@testable import Worker

/// What a worker says of its last minute is made of what it has counted.
@Suite("Recent work")
struct RecentWorkTests {
  private static let bounds: [Double] = [1, 2, 5]

  private static func waits(_ later: [Int64], since earlier: [Int64] = []) -> WaitTimes {
    WaitTimes(bounds: bounds, from: earlier, to: later)
  }

  @Test(
    "2: a quantile of waits is Prometheus's: even within a bucket, the last bound beyond it",
    arguments: [
      ([0, 0, 0, 0], 0.95, nil), ([100, 100, 100, 100], 0.95, 0.95), ([100, 100, 100, 100], 0, 0),
      ([50, 100, 100, 100], 0.75, 1.5), ([0, 0, 100, 100], 0.5, 3.5), ([0, 0, 0, 7], 0.95, 5),
      ([90, 90, 90, 100], 0.95, 5), ([90, 90, 90, 100], 0.9, 1), ([1, 1, 1, 1], 2, 1),
    ] as [([Int64], Double, Double?)])
  func quantile(counts: [Int64], share: Double, seconds: Double?) {
    let found = Self.waits(counts).quantile(share)
    #expect(found.map { ($0 * 1_000).rounded() } == seconds.map { $0 * 1_000 })
  }

  @Test("2: only what came between two looks counts, whatever counts are torn")
  func difference() {
    #expect(Self.waits([60, 60, 60, 60], since: [50, 60, 60, 60]).quantile(0.95) == 0.95)
    #expect(Self.waits([60, 60, 61, 61], since: [60, 60, 60, 60]).spans.map(\.count) == [1])
    #expect(Self.waits([60, 60, 60, 60], since: [60, 60, 60, 60]).quantile(0.5) == nil)
    // Counted between the looks at two buckets, or no counts of these bounds at all.
    #expect(Self.waits([5, 4, 3, 6], since: [5, 5, 5, 5]).spans.map(\.count) == [1])
    #expect(Self.waits([5, 4]).spans.isEmpty && Self.waits([]).spans.isEmpty)
    #expect(Self.waits([1, 2, 3, 4], since: [9, 9]).spans.map(\.count) == [1, 1, 1, 1])
  }

  @Test("2: what several workers have counted is one histogram")
  func sums() {
    let quick = Self.waits([90, 90, 90, 90])
    let slow = Self.waits([0, 0, 10, 10])
    let both = quick.adding(slow)
    #expect(both == slow.adding(quick) && both.spans.map(\.count) == [90, 10])
    #expect(both.quantile(0.95) == 3.5 && both.quantile(0.5) == 50.0 / 90)
    #expect(WaitTimes().adding(quick) == quick)
    let huge = WaitTimes([.init(above: 0, upTo: 1_000, count: .max)])
    #expect(huge.adding(huge).spans.map(\.count) == [.max])
  }

  @Test(
    "2: a worker says what it has done within the last minute, and nothing before there was one")
  func minute() {
    let begun = MonotonicInstant(nanoseconds: 1_000)
    var recent = RecentWork(lanes: 2, bounds: Self.bounds)
    func note(_ seconds: Int, busy: Int64, requests: Int64, waits: [Int64]) {
      var count = RecentWork.Count(at: begun.advanced(by: .seconds(seconds)))
      (count.busyTime, count.requests) = (busy * 1_000_000_000, requests)
      count.waits = [.generate: waits, .manage: [0, 0, 0, 0]]
      recent.note(count)
    }
    #expect(recent.busyThousandths == 0 && recent.requestsPerMinute == 0 && recent.waits.isEmpty)
    note(0, busy: 100, requests: 1_000, waits: [9, 9, 9, 9])
    #expect(recent.busyThousandths == 0 && recent.requestsPerMinute == 0 && recent.waits.isEmpty)
    note(10, busy: 105, requests: 1_050, waits: [9, 9, 9, 13])
    #expect(recent.busyThousandths == 250 && recent.requestsPerMinute == 300)
    #expect(recent.waits == ["generate": WaitTimes([.init(above: 5_000, upTo: nil, count: 4)])])
    // What is older than a minute is forgotten; more than all lanes could have is all they have.
    for turn in 2...8 {
      note(10 * turn, busy: 105 + 100 * Int64(turn), requests: 1_050, waits: [9, 9, 9, 13])
    }
    #expect(recent.busyThousandths == 1_000 && recent.requestsPerMinute == 0)
    #expect(recent.waits.isEmpty)
  }
}

import TestSupport
import Testing

@testable import AMQP

@Suite struct AcknowledgeWindowTests {
  private func time(_ milliseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
  }

  /// The broker's side: a set of outstanding numbers. An acknowledgement of a number that is not in it
  /// would close the channel.
  @Test func `what is sent is always valid and ends with exactly the settled ones`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      var window = AcknowledgeWindow()
      var broker: Set<UInt64> = []
      var open: Set<UInt64> = []
      var settled: Set<UInt64> = []
      var last: UInt64 = 0
      var now: Int64 = 0
      func apply(_ commands: [AcknowledgeWindow.Command]) {
        for case .acknowledge(let number, let multiple) in commands {
          #expect(broker.contains(number), "acknowledges \(number), which is not outstanding")
          let covered: Set<UInt64> = multiple ? broker.filter { $0 <= number } : [number]
          #expect(covered.isSubset(of: settled), "acknowledges what is not settled")
          broker.subtract(covered)
        }
      }
      for _ in 0..<200 {
        now += Int64.random(in: 0...20, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0..<3:
          last += 1
          let isNext1 = window.received(last)
          #expect(isNext1)
          broker.insert(last)
          open.insert(last)
        case 3..<6:
          guard let number = open.sorted().randomElement(using: &random) else { continue }
          let isSettled2 = window.settle(number, at: time(now))
          #expect(isSettled2)
          let isSettled3 = window.settle(number, at: time(now))
          #expect(!isSettled3)
          open.remove(number)
          settled.insert(number)
        case 6:
          guard let number = open.sorted().randomElement(using: &random) else { continue }
          let isRejected4 = window.reject(number)
          #expect(isRejected4)
          let isRejected5 = window.reject(number)
          #expect(!isRejected5)
          open.remove(number)
          broker.remove(number)
        default:
          apply(window.flush(at: time(now)))
          if let deadline = window.deadline {
            #expect(deadline > time(now), "what was due was not sent")
          }
        }
      }
      apply(window.flush(at: time(now), isFinal: true))
      #expect(broker == open)
      #expect(window.readyCount == 0)
    }
  }

  @Test func `a run of settled deliveries is one acknowledgement`() {
    var window = AcknowledgeWindow()
    for number in 1...100 { _ = window.received(UInt64(number)) }
    for number in (1...100).reversed() { _ = window.settle(UInt64(number), at: time(0)) }
    #expect(window.isDue(at: time(0)))
    #expect(window.flush(at: time(0)) == [.acknowledge(number: 100, multiple: true)])
    #expect(window.flush(at: time(0)).isEmpty)
  }

  @Test func `a delivery behind a slow one waits fifty milliseconds and no longer`() {
    var window = AcknowledgeWindow()
    for number in 1...3 { _ = window.received(UInt64(number)) }
    _ = window.settle(2, at: time(0))
    #expect(window.flush(at: time(10)).isEmpty)
    #expect(window.deadline == time(50))
    _ = window.settle(3, at: time(20))
    #expect(window.flush(at: time(50)) == [.acknowledge(number: 2, multiple: false)])
    #expect(window.deadline == time(70))
    _ = window.settle(1, at: time(60))
    // Number 2 has been acknowledged and must not be again; 3 is the last one outstanding.
    #expect(window.flush(at: time(60)) == [.acknowledge(number: 3, multiple: true)])
    #expect(window.flush(at: time(200), isFinal: true).isEmpty)
  }

  @Test func `numbers out of sequence are refused`() {
    var window = AcknowledgeWindow()
    let isNext6 = window.received(2)
    #expect(!isNext6)
    let isNext7 = window.received(1)
    #expect(isNext7)
    let isNext8 = window.received(1)
    #expect(!isNext8)
    let isSettled9 = window.settle(2, at: time(0))
    #expect(!isSettled9)
    let isSettled10 = window.settle(0, at: time(0))
    #expect(!isSettled10)
  }

  @Test func `five milliseconds or sixty-four make a flush due`() {
    var window = AcknowledgeWindow()
    for number in 1...64 { _ = window.received(UInt64(number)) }
    _ = window.settle(1, at: time(0))
    #expect(!window.isDue(at: time(4)))
    #expect(window.isDue(at: time(5)))
    for number in 2...64 { _ = window.settle(UInt64(number), at: time(0)) }
    #expect(window.isDue(at: time(0)))
  }
}

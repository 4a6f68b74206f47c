import TestSupport
import Testing

@testable import AMQP

@Suite struct ConfirmTrackerTests {
  private typealias Answer = ConfirmTracker<Int>.Answer

  /// A dictionary from number to message does the same, slowly and obviously.
  @Test func `answers in any order agree with a model`() {
    var random = SeededGenerator(seed: 4)
    let reply = BrokerReply(code: 312, text: "NO_ROUTE")
    for _ in 0..<200 {
      var tracker = ConfirmTracker<Int>(window: 16)
      var open: [UInt64: Int] = [:]
      var returned: Set<Int> = []
      var next: UInt64 = 1
      for step in 0..<300 {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5:
          let hasRoom = next - (open.keys.min() ?? next) < 16
          #expect(tracker.hasRoom == hasRoom)
          let isRecorded = tracker.record(step)
          #expect(isRecorded == hasRoom)
          if hasRoom {
            open[next] = step
            next += 1
          }
        case 5:
          let candidates = open.values.filter { !returned.contains($0) }.sorted()
          guard let token = candidates.randomElement(using: &random) else { continue }
          let isFound = tracker.markReturned(reply) { $0 == token }
          #expect(isFound)
          returned.insert(token)
        default:
          let number = UInt64.random(in: 0...(next + 1), using: &random)
          let multiple = Bool.random(using: &random)
          let isAccepted = Int.random(in: 0..<4, using: &random) > 0
          let numbers = open.keys.sorted().filter {
            multiple && number == 0 ? true : multiple ? $0 <= number && number < next : $0 == number
          }
          var expected: [(Int, Answer)] = []
          for number in numbers {
            guard let token = open.removeValue(forKey: number) else { continue }
            let answer: Answer =
              !isAccepted
              ? .negativelyAcknowledged : returned.contains(token) ? .returned(reply) : .confirmed
            expected.append((token, answer))
          }
          var settled: [(Int, Answer)] = []
          tracker.settle(number: number, multiple: multiple, isAccepted: isAccepted) {
            settled.append(($0, $1))
          }
          #expect(settled.map(\.0) == expected.map(\.0))
          #expect(settled.map(\.1) == expected.map(\.1))
        }
        #expect(tracker.unansweredCount == open.count)
      }
      let unanswered = tracker.reset()
      #expect(unanswered == open.sorted { $0.key < $1.key }.map(\.value))
      #expect(tracker.unansweredCount == 0)
      let isRecorded = tracker.record(0)
      #expect(isRecorded)
    }
  }

  @Test func `of equal messages the returned ones are found in order of publishing`() {
    var tracker = ConfirmTracker<String>(window: 8)
    for token in ["a", "x", "b", "x", "x"] { _ = tracker.record(token) }
    let reply = BrokerReply(code: 312, text: "")
    // The last "a" is an earlier message: it is found too, although the search begins after the last.
    let found = ["x", "x", "x", "x", "a"].map { token in
      tracker.markReturned(reply) { $0 == token }
    }
    #expect(found == [true, true, true, false, true])
    var answers: [ConfirmTracker<String>.Answer] = []
    tracker.settle(number: 5, multiple: true, isAccepted: true) { answers.append($1) }
    #expect(
      answers == [
        .returned(reply), .returned(reply), .confirmed, .returned(reply), .returned(reply),
      ])
  }
}

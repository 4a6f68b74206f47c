import TestSupport
import Testing

@testable import AMQP

@Suite struct FIFOTests {
  @Test func `what goes in comes out, in order, however it is taken`() {
    var random = SeededGenerator(seed: 17)
    var queue = FIFO<Int>()
    var model: [Int] = []
    var next = 0
    for _ in 0..<20_000 {
      switch Int.random(in: 0..<5, using: &random) {
      case 0, 1:
        queue.append(next)
        model.append(next)
        next += 1
      case 2:
        let more = (0..<Int.random(in: 0...4, using: &random)).map { next + $0 }
        queue.append(contentsOf: more)
        model += more
        next += more.count
      case 3:
        let count = Int.random(in: 0...6, using: &random)
        #expect(queue.prefix(count) == Array(model.prefix(count)))
        queue.removeFirst(count)
        model.removeFirst(min(count, model.count))
      default:
        if Int.random(in: 0..<50, using: &random) == 0 {
          #expect(queue.removeAll() == model)
          model = []
        }
      }
      #expect(queue.count == model.count && queue.isEmpty == model.isEmpty)
      #expect(queue.first == model.first)
      if let last = model.indices.last { #expect(queue[last] == model[last]) }
    }
  }

  @Test func `what was taken is released under a lasting backlog`() {
    final class Tracked {}
    var queue = FIFO<Tracked>()
    weak var first: Tracked?
    do {
      let tracked = Tracked()
      first = tracked
      queue.append(tracked)
    }
    for _ in 0..<10 { queue.append(Tracked()) }
    for _ in 0..<6 {
      queue.removeFirst(1)
      queue.append(Tracked())
    }
    for _ in 0..<4 { queue.removeFirst(1) }
    #expect(first == nil)
    #expect(!queue.isEmpty)
  }
}

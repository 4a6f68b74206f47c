import TestSupport
import Testing

@testable import AMQP

@Suite struct BackoffTests {
  @Test func `the ceiling doubles from half a second to thirty`() {
    var backoff = Backoff()
    var random = SeededGenerator(seed: 1)
    var ceilings: [Duration] = []
    for _ in 0..<9 {
      ceilings.append(backoff.ceiling)
      _ = backoff.next(using: &random)
    }
    #expect(ceilings == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
    for _ in 0..<1_000 { _ = backoff.next(using: &random) }
    #expect(backoff.ceiling == .seconds(30))
    backoff.reset()
    #expect(backoff.ceiling == .milliseconds(500))
  }

  @Test func `waits are spread over the whole range below the ceiling`() {
    var random = SeededGenerator(seed: 2)
    let waits = (0..<1_000).map { _ in
      var backoff = Backoff()
      return backoff.next(using: &random)
    }
    #expect(waits.allSatisfy { $0 >= .zero && $0 <= .milliseconds(500) })
    #expect(waits.contains { $0 < .milliseconds(50) })
    #expect(waits.contains { $0 > .milliseconds(450) })
  }
}

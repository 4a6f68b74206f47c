import Testing
import Worker

@Suite struct BackoffTests {
  @Test func `waits double up to the longest, with jitter in the upper half`() {
    var backoff = Backoff(first: .milliseconds(100), longest: .milliseconds(1_000))
    for ceiling in [100, 200, 400, 800, 1_000, 1_000, 1_000] {
      let wait = backoff.next()
      #expect(wait <= .milliseconds(ceiling))
      #expect(wait >= .milliseconds(ceiling) * 0.49)
    }
    backoff.reset()
    #expect(backoff.next() <= .milliseconds(100))
  }
}

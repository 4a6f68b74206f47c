import AMQP
import Testing

@testable import Worker

@Suite struct CheckpointTests {
  @Test("1.1: what has not begun does not stand still; what was passed counts for its time alone")
  func passed() {
    let checkpoint = Checkpoint()
    let now = MonotonicInstant.now
    #expect(checkpoint.isPassed(at: now.advanced(by: .seconds(1_000))))
    checkpoint.pass(at: now)
    #expect(checkpoint.isPassed(at: now.advanced(by: .seconds(29))))
    #expect(!checkpoint.isPassed(at: now.advanced(by: .seconds(30))))
    checkpoint.pass(at: now, for: .seconds(90))
    #expect(checkpoint.isPassed(at: now.advanced(by: .seconds(89))))
  }

  @Test("1.1: a call to the database has its own deadline and counts as alive; a plan has not")
  func phases() {
    let checkpoint = Checkpoint()
    let phases = PhaseTimes(checkpoint: checkpoint)
    for phase in BatchPhase.allCases {
      phases.begin(phase)
      let later = MonotonicInstant.now.advanced(by: .seconds(120))
      let isPure = phase == .plan || phase == .encode
      #expect(checkpoint.isPassed(at: later) == !isPure, "\(phase)")
    }
    phases.end()
    #expect(!checkpoint.isPassed(at: MonotonicInstant.now.advanced(by: .seconds(31))))
  }

  @Test("1.3: only the last transaction's intervals are kept, however many nobody has asked for")
  func intervals() {
    let phases = PhaseTimes(keepsIntervals: true)
    for _ in 0..<3 {
      phases.begin(.inbox)
      phases.begin(.commit)
      phases.end()
    }
    #expect(phases.takeIntervals().map(\.phase) == [.inbox, .commit])
    #expect(phases.takeIntervals().isEmpty)
  }

  @Test("1.2: a value that was not read again is forgotten")
  func readings() {
    let reading = Reading<Int>(validity: .zero)
    reading.note(3)
    #expect(reading.current == nil)
    let valid = Reading<Int>(validity: .seconds(60))
    #expect(valid.current == nil)
    valid.note(4)
    #expect(valid.current == 4)
    valid.forget()
    #expect(valid.current == nil)
  }
}

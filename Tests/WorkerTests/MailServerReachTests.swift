import AMQP
import Testing
import Worker

@Suite struct MailServerReachTests {
  @Test("A server that goes away is reported once, and once when it is back")
  func reports() {
    var reach = MailServerReach()
    #expect(reach.noteReached() == nil && !reach.isAway)
    #expect(reach.noteAway("451 busy") == .away(reason: "451 busy"))
    #expect(reach.noteAway("no connection") == nil && reach.isAway)
    #expect(reach.noteReached() == .back)
    #expect(reach.noteReached() == nil && !reach.isAway)
    #expect(reach.noteAway("again") == .away(reason: "again"))
  }

  @Test(
    "It is left alone for longer and longer, up to a limit, and not any more once it was reached")
  func waits() {
    let limits = Backoff.Limits(first: .seconds(5), last: .seconds(120))
    var reach = MailServerReach(backoff: Backoff(limits: limits))
    for _ in 0..<20 { #expect(reach.wait() <= .seconds(120)) }
    _ = reach.noteReached()
    #expect(reach.wait() <= .seconds(5))
  }
}

import AMQP
import Billing
import Dispatch
import Messages
import Testing

@testable import Worker

/// Reading what waits while a batch is under way changes nothing but when it is read.
@Suite struct ReadingAheadTests {
  private let thread = SecondThread(label: "second", leastDeliveries: 2)

  private func deliveries(_ numbers: ClosedRange<UInt64>, redelivered: Int64 = 0) -> [Delivery] {
    numbers.map { number in
      .sample(
        MessageProperties(
          headers: redelivered > 0 ? [DeliveryHeader.deliveryCount: .int64(redelivered)] : nil,
          messageId: "r-\(number)", type: "invoice.generate.v1", appId: "crm"), number: number,
        body: Array(#"{"accountId": "A-\#(number)"}"#.utf8), isRedelivered: redelivered > 0)
    }
  }

  /// Waits until the second thread has done what it was given.
  private func settle() {
    let isIdle = DispatchSemaphore(value: 0)
    let work = thread.fork([0]) { _ in isIdle.signal() }
    isIdle.wait()
    _ = work.stop()
  }

  private func key(_ intake: Intake?) -> String? { intake?.header?.key.identifier }

  @Test("What was read ahead is what is read when it is taken")
  func same() throws {
    let next = deliveries(1...3)
    var ahead = ReadingAhead(on: thread, by: IntakeRules())
    ahead.begin(next)
    settle()
    let taken = next + deliveries(4...4)
    let read = ahead.take(taken)
    #expect(read.map(key) == ["r-1", "r-2", "r-3", nil])
    for (delivery, read) in zip(taken, read) {
      let earlier = ReceivedRequest(delivery, at: .sample, read: read)
      let now = ReceivedRequest(delivery, at: .sample)
      #expect(String(describing: earlier) == String(describing: now))
    }
    #expect(ahead.take(taken).allSatisfy { $0 == nil }, "once")
  }

  @Test(
    "What is read stays until it is taken, and is forgotten when it does not come next any more")
  func kept() {
    let waiting = deliveries(1...4)
    var ahead = ReadingAhead(on: thread, by: IntakeRules())
    ahead.begin(waiting)
    settle()
    #expect(ahead.take([waiting[0]]).map(key) == ["r-1"])
    // All that waits is read already: nothing is begun.
    ahead.begin(Array(waiting[1...]))
    #expect(ahead.take([waiting[1]]).map(key) == ["r-2"])
    // The third went back to its queue meanwhile.
    ahead.begin([waiting[3]])
    #expect(ahead.take(waiting).map(key) == [nil, nil, nil, "r-4"])
  }

  @Test("What was begun when it is taken is waited for, and what was not is read then")
  func taken() {
    let next = deliveries(1...50)
    var ahead = ReadingAhead(on: thread, by: IntakeRules())
    ahead.begin(next)
    // However far it came.
    for (delivery, read) in zip(next, ahead.take(next)) {
      #expect(read == nil || key(read) == delivery.properties.messageId)
    }
  }

  @Test(
    "What may end the process is not read beside others, nor is little, nor what belongs to runs")
  func unread() {
    let ofRuns = Delivery(
      queue: WorkQueue.run.name, tag: DeliveryTag(epoch: 1, channel: 2, number: 1),
      isRedelivered: false, exchange: "", routingKey: "", properties: MessageProperties(), body: [],
      bodySize: 0, isTruncated: false)
    let next =
      deliveries(1...1) + deliveries(2...3, redelivered: RedeliveryLimit.alone) + [ofRuns, ofRuns]
    var ahead = ReadingAhead(on: thread, by: IntakeRules())
    ahead.begin(next)
    settle()
    #expect(ahead.take(next).allSatisfy { $0 == nil })
    // One that was delivered again less often is.
    let harmless = deliveries(4...5, redelivered: RedeliveryLimit.alone - 1)
    ahead.begin(next + harmless)
    settle()
    #expect(ahead.take(next).map(key) == ["r-1", nil, nil, nil, nil])
    #expect(ahead.take(harmless).map(key) == ["r-4", "r-5"])
  }

  @Test(
    "Without a second thread everything is read when it is taken, and nobody looks what comes next")
  func oneThread() {
    var ahead = ReadingAhead(on: nil, by: IntakeRules())
    func next() -> [Delivery] {
      Issue.record("looked")
      return []
    }
    ahead.begin(next())
    #expect(ahead.take(deliveries(1...20)).allSatisfy { $0 == nil })
  }
}

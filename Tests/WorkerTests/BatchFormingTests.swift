import AMQP
import Testing
import Worker

@Suite struct BatchFormingTests {
  /// Each digit is a request by how often it was delivered before; a bar ends a batch.
  @Test(
    arguments: [
      ("", ""), ("0", "0"), ("00000", "00000"), ("012", "012"), ("3", "3"), ("303", "3|0|3"),
      ("0030012", "00|3|0012"), ("9988", "9|9|8|8"), ("2223", "222|3"), ("40000", "4|0000"),
    ])
  func `what may kill the process stands alone, the others keep together and their order`(
    deliveries: String, batches: String
  ) {
    let received = zip(UInt64(1)..., deliveries).map { number, count in
      ReceivedRequest.sample(
        ["x-delivery-count": .int64(Int64(String(count)) ?? 0)], number: number)
    }
    let formed = BatchForming.batches(received)
    let text = formed.map { $0.map { String($0.redeliveries) }.joined() }.joined(separator: "|")
    #expect(text == batches)
    #expect(formed.flatMap { $0 }.map(\.delivery.tag.number) == received.map(\.delivery.tag.number))
  }

  @Test(
    arguments: [
      (HeaderValue.int64(19), false), (.int64(20), true), (.int64(.max), true), (.uint8(20), true),
      (.int64(-1), false), (.string("20"), false), (.void, false),
    ])
  func `a request that was delivered 20 times is given up`(header: HeaderValue, isGivenUp: Bool) {
    #expect(ReceivedRequest.sample(["x-delivery-count": header]).isGivenUp == isGivenUp)
  }

  @Test(
    arguments: [
      (HeaderValue.int64(0), 0), (.int64(4), 4), (.int32(2), 2), (.int64(-5), 0),
      (.int64(.max), 1_000_000), (.string("3"), 0),
    ])
  func `the retries are read from the attempt header, whatever it holds`(
    header: HeaderValue, retries: Int
  ) {
    let received = ReceivedRequest.sample(["attempt": header])
    #expect(received.retries == retries)
    #expect(received.attempts == Int64(retries) + 1, "a forged count does not overflow")
  }

  @Test(
    arguments: [
      ("invoice.generate", true), ("invoice.dead", true), ("invoice.retry.6h", true),
      ("invoice.notifications", true), ("invoice.generate2", false), ("mine", false), ("", false),
    ])
  func `a reply into a queue of the worker's own is refused`(queue: String, isRefused: Bool) {
    let delivery = Delivery.sample(MessageProperties(replyTo: queue, messageID: "r"))
    #expect(ReceivedRequest(delivery, at: .sample).isReplyRefused == isRefused)
  }
}

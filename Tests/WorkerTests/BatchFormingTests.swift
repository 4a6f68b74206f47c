import AMQP
import Billing
import Digest
import Messages
import TestSupport
import Testing

@testable import Worker

@Suite struct BatchFormingTests {
  /// Each digit is a delivery by how often it was delivered before; a bar ends a batch.
  @Test(
    arguments: [
      ("", ""), ("0", "0"), ("00000", "00000"), ("012", "012"), ("3", "3"), ("303", "0|3|3"),
      ("0030012", "000012|3"), ("9999", "9|9|9|9"), ("2223", "222|3"), ("40000", "0000|4"),
    ])
  func `what may kill the process stands alone behind the others, which keep their order`(
    deliveries: String, batches: String
  ) {
    let formed = Self.formed(deliveries, seed: 1)
    let text = formed.map { batch in
      batch.map { String(ReceivedRequest.redeliveries(of: $0)) }.joined()
    }.joined(separator: "|")
    #expect(text == batches)
    #expect(
      formed.flatMap { $0 }.map(\.tag.number).sorted()
        == Array(1...UInt64(deliveries.count + 1)).dropLast())
    let others = formed.first { $0.count > 1 } ?? []
    #expect(others.map(\.tag.number) == others.map(\.tag.number).sorted())
  }

  @Test
  func `suspects come in random order, so that no innocent always stands behind the killer`() {
    let suspects = String(repeating: "5", count: 20)
    let firsts = (0..<200).compactMap { Self.formed(suspects, seed: $0).first?.first?.tag.number }
    #expect(Set(firsts).count > 15)
  }

  @Test func `what a sender writes as a count is none`() {
    let forged = Delivery.sample(
      MessageProperties(headers: ["x-delivery-count": .int64(50)], messageId: "r"))
    #expect(ReceivedRequest.redeliveries(of: forged) == 0)
  }

  @Test func `the body of a request that is given up is not read`() throws {
    let delivery = Delivery.sample(
      MessageProperties(
        headers: ["x-delivery-count": .int64(20)], messageId: "r", type: "invoice.generate.v1",
        appId: "crm"),
      body: Array("{\"not even JSON".utf8), isRedelivered: true)
    let received = ReceivedRequest(delivery, at: .sample)
    let header = try #require(received.intake.header)
    #expect(header.key == RequestKey(source: "crm", identifier: "r"))
    #expect(header.bodySHA256 == SHA256Digest.of(delivery.body))
    #expect(received.endsProcess)
  }

  private static func formed(_ deliveries: String, seed: UInt64) -> [[Delivery]] {
    var chance = SeededGenerator(seed: seed)
    let given = zip(UInt64(1)..., deliveries).map { number, count in
      Delivery.sample(
        MessageProperties(
          headers: ["x-delivery-count": .int64(Int64(String(count)) ?? 0)],
          messageId: "r-\(number)"),
        number: number, isRedelivered: count != "0")
    }
    return BatchForming.batches(given, by: .sender, using: &chance)
  }

  /// Each letter is a delivery by its sender; a bar ends a batch.
  @Test(
    "Fair among senders: requests of those who sent few are committed before somebody's many",
    arguments: [
      ("aaaaaaab", "aaaaaaab"), ("aaaaaaaab", "b|aaaaaaaa"),
      ("aaaabaaacaaaaaaa", "bc|aaaaaaaaaaaaaa"), ("aaaaaab", "aaaaaab"),
      ("aaaaaaaaaa", "aaaaaaaaaa"), ("abcdefghij", "a|bcdefghij"), ("aaaabbbbbb", "aaaabbbbbb"),
      ("aaaaaaaaaaaaaaaabbbccc", "aaaaaaaaaaaaaaaabbbccc"),
    ])
  func parted(senders: String, batches: String) {
    var chance = SeededGenerator(seed: 1)
    func deliveries(_ properties: (String) -> MessageProperties) -> [Delivery] {
      senders.enumerated().map {
        Delivery.sample(properties(String($1)), number: UInt64($0 + 1), isRedelivered: false)
      }
    }
    func text(_ formed: [[Delivery]], _ sender: (MessageProperties) -> String?) -> String {
      formed.map { $0.map { sender($0.properties) ?? "" }.joined() }.joined(separator: "|")
    }
    let stated = BatchForming.batches(
      deliveries { MessageProperties(messageId: "r", appId: $0) }, by: .sender, using: &chance)
    #expect(text(stated, \.appId) == batches)
    let checked = BatchForming.batches(
      deliveries {
        var properties = MessageProperties(messageId: "r", appId: "x")
        properties.userId = $0
        return properties
      }, by: .user, using: &chance)
    #expect(text(checked, \.userId) == batches)
    for batch in stated {
      for sender in Set(batch.map(\.properties.appId)) {
        let own = batch.filter { $0.properties.appId == sender }.map(\.tag.number)
        #expect(own == own.sorted(), "one sender's requests keep their order")
      }
    }
  }

  @Test(
    arguments: [
      (HeaderValue.int64(19), false), (.int64(20), true), (.int64(.max), true), (.uint8(20), true),
      (.int64(-1), false), (.string("20"), false), (.void, false),
    ])
  func `a request that was delivered 20 times is given up`(header: HeaderValue, isGivenUp: Bool) {
    #expect(ReceivedRequest.sample(["x-delivery-count": header]).endsProcess == isGivenUp)
  }

  @Test(
    arguments: [
      (HeaderValue.int64(0), 0), (.int64(4), 4), (.int32(2), 2), (.int64(-5), 0),
      (.int64(.max), 1_000_000), (.string("3"), 0),
    ])
  func `the retries are read from the attempt header, whatever it holds`(
    header: HeaderValue, retries: Int
  ) {
    let received = ReceivedRequest.sample(["attempt": header], exchange: "")
    #expect(received.retries == retries)
    #expect(received.attempts == Int64(retries) + 1, "an absurd count does not overflow")
  }

}

import AMQP
import CivilTime
import Worker

extension Delivery {
  /// A delivery of the generate queue.
  static func sample(
    _ properties: MessageProperties = MessageProperties(), number: UInt64 = 1,
    body: [UInt8] = Array("{}".utf8), bodySize: Int? = nil, isRedelivered: Bool = false,
    exchange: String = "invoice.requests"
  ) -> Delivery {
    Delivery(
      queue: "invoice.generate", tag: DeliveryTag(epoch: 1, channel: 1, number: number),
      isRedelivered: isRedelivered, exchange: exchange, routingKey: "invoice.generate.v1",
      properties: properties, body: body, bodySize: UInt64(bodySize ?? body.count),
      isTruncated: bodySize != nil)
  }
}

extension ReceivedRequest {
  /// A request as the sender `test` sends it.
  static func sample(_ type: String, _ id: String, _ body: String) -> ReceivedRequest {
    ReceivedRequest(
      .sample(
        MessageProperties(messageId: id, type: type, appId: "test"), body: Array(body.utf8)),
      at: .sample)
  }

  /// A request that the broker delivered so often before.
  static func sample(
    _ headers: HeaderTable = [:], number: UInt64 = 1, bodySize: Int? = nil,
    exchange: String = "invoice.requests"
  ) -> ReceivedRequest {
    ReceivedRequest(
      .sample(
        MessageProperties(headers: headers, messageId: "r-\(number)"), number: number,
        bodySize: bodySize, isRedelivered: true, exchange: exchange),
      at: .sample)
  }
}

extension UTCInstant {
  static let sample = UTCInstant(microsecondsSince1970: 1_767_225_600_000_000)
}

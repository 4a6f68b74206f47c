package import AMQP
package import JSON

/// A message that a recorder took, in the order in which they came.
package struct RecordedMessage: Sendable {
  package let routingKey: String
  package let properties: MessageProperties
  package let body: [UInt8]
  /// The body, null where it is no JSON.
  package let json: JSONValue

  package init(_ delivery: Delivery) {
    routingKey = delivery.routingKey
    properties = delivery.properties
    body = delivery.body
    json = (try? JSONDocument(reading: delivery.body).root) ?? .null
  }

  /// Of an event.
  package var data: JSONValue { json["data"] }

  /// Of an event.
  package var id: String { json["id"].text ?? "" }

  package func header(_ name: String) -> HeaderValue? { properties.headers?[name] }

  package var outcome: String? { data["outcome"].text }

  /// The codes of a completion's errors.
  package var errorCodes: [String] { data["errors"].texts("errorCode") }
}

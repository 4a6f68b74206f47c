package import AMQP
import CivilTime
package import Storage

extension OutgoingMessage {
  /// What goes on the wire for an outbox row. Mandatory: an event that no queue is bound for comes back
  /// and is counted.
  ///
  /// - Throws: ``AMQP/OutgoingMessageError`` when a property is longer than the wire takes. Everything is
  ///   checked when the row is written, so this row is damaged or of another version.
  package init(_ message: OutboxMessage) throws(OutgoingMessageError) {
    let properties = message.properties
    var headers: HeaderTable?
    if let text = properties.headers {
      // A row whose headers cannot be read is still sent: its body is what was promised.
      headers = try? HeaderTable(jsonText: text)
    }
    var sent = MessageProperties(
      contentType: properties.contentType, headers: headers, deliveryMode: .persistent,
      correlationId: properties.correlationId, messageId: properties.messageId,
      timestamp: UInt64(clamping: message.createdAt.secondsSince1970), type: properties.type,
      appId: properties.appId)
    sent.contentEncoding = properties.contentEncoding
    try self.init(
      exchange: message.exchange, routingKey: message.routingKey, isMandatory: true,
      properties: sent, body: message.body)
  }
}

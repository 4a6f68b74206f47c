/// The method that announces a message.
package enum MessageHead: Sendable, Equatable {
  /// basic.deliver
  case delivery(number: UInt64, isRedelivered: Bool, exchange: String, routingKey: String)
  /// basic.get-ok
  case fetched(number: UInt64, isRedelivered: Bool, exchange: String, routingKey: String)
  /// basic.return
  case returned(BrokerReply, exchange: String, routingKey: String)
}

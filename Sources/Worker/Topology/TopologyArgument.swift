/// An argument of a queue or an exchange, or a setting of a policy.
package enum TopologyArgument: Hashable, Sendable {
  case text(String)
  /// Sent as a signed 64-bit integer. RabbitMQ compares numbers by value, whatever their width.
  case integer(Int64)
}

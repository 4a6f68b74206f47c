/// A broker's address: who signs in, to which virtual host, at which hosts, with TLS or without.
///
/// Syntax: `amqp[s]://[user[:password]@]host[:port][,host[:port]…][/vhost][?heartbeat=S&connection_timeout=MS]`.
/// User, password and virtual host are percent-decoded (RabbitMQ URI specification).
package struct AMQPURL: Sendable, Equatable {
  package var hosts: [BrokerHost]
  package var user: String
  /// Never part of `description`, of an error or of an event.
  package var password: String
  package var virtualHost: String
  package var usesTLS: Bool
  /// Seconds, when the address sets it.
  package var heartbeat: UInt16?
  /// Milliseconds, when the address sets it.
  package var connectionTimeout: UInt32?
}

extension AMQPURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The address without the password, fit for logs.
  package var description: String {
    let scheme = usesTLS ? "amqps" : "amqp"
    let places = hosts.map(\.description).joined(separator: ",")
    let path = virtualHost == "/" ? "" : "/" + virtualHost
    return "\(scheme)://\(user)@\(places)\(path)"
  }

  package var debugDescription: String { description }

  /// Without this, `dump` and a test's failure message would show the password.
  package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

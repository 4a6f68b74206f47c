package import AMQP

/// Where the broker is and how this process proves itself to it. Holds the password; its description does not
/// show it.
package struct BrokerAccess: Sendable {
  package let url: AMQPURL
  package let tls: TLSConfiguration

  package init(url: AMQPURL, tls: TLSConfiguration = TLSConfiguration()) {
    self.url = url
    self.tls = tls
  }

  /// A connection's configuration; the name is shown by the broker's tools beside it.
  package func configuration(name: String) -> ConnectionConfiguration {
    ConnectionConfiguration(url: url, name: name, tls: tls)
  }
}

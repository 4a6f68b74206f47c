/// One address of a broker: a name or an IP address, and a port.
package struct BrokerHost: Sendable, Hashable, CustomStringConvertible {
  /// The name as given, without the brackets of an IPv6 literal. A TLS certificate is checked against it.
  package let name: String
  package let port: UInt16

  package init(name: String, port: UInt16) {
    self.name = name
    self.port = port
  }

  package var description: String {
    name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)"
  }
}

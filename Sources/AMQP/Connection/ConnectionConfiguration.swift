/// Where a connection goes and how patient it is.
package struct ConnectionConfiguration: Sendable, CustomStringConvertible {
  package var url: AMQPURL
  package var tls: TLSConfiguration
  /// Shown by the broker's tools beside the connection, so that an operator can distinguish workers.
  package var name: String
  /// Whole seconds, 1–65535. A peer silent for two of them is taken for dead; a connection whose own
  /// thread stands still for three is shut down.
  package var heartbeat: Duration
  /// For the TCP connection and the TLS handshake together, for each host.
  package var connectTimeout: Duration
  /// For signing in.
  package var handshakeTimeout: Duration
  /// For one answer of the broker to one method.
  package var replyTimeout: Duration
  package var reconnect: Backoff.Limits

  package init(url: AMQPURL, name: String, tls: TLSConfiguration = TLSConfiguration()) {
    self.url = url
    self.name = name
    self.tls = tls
    heartbeat = .seconds(Int64(url.heartbeat ?? 10))
    connectTimeout = url.connectionTimeout.map { .milliseconds(Int64($0)) } ?? .seconds(5)
    handshakeTimeout = .seconds(5)
    replyTimeout = .seconds(10)
    reconnect = Backoff.Limits()
  }

  package var description: String { "\(name) at \(url)" }

  /// Heartbeat as the protocol carries it.
  var heartbeatSeconds: Int32 {
    Int32(clamping: max(1, min(65_535, heartbeat.components.seconds)))
  }

  /// Loads the TLS files and connects to nothing, so that a program can refuse to start without them.
  ///
  /// - Throws: ``AMQPError/invalidTLSFile(_:reason:)``; nothing for an address without TLS.
  package func loadTLSFiles() throws(AMQPError) { try BrokerSession.loadTLSFiles(self) }
}

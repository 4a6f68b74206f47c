/// What a client allows a server.
package struct HTTPLimits: Sendable {
  /// To connect, TLS included.
  package var connecting = Duration.seconds(2)
  /// From the connection's beginning to the answer's last byte.
  package var answering = Duration.seconds(10)
  /// Bytes of an answer's body.
  package var answerLength = 1 << 20
  /// Bytes of an answer's header.
  package var headerLength = 1 << 16
  /// Requests at a time, each over a connection of its own, which is kept.
  package var connections = 64

  package init() {}
}

extension ConsumeConnection {
  /// Returns once the connection's own thread has come to it: it does not stand still.
  package func checkpoint() {}
}

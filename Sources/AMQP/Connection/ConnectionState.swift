/// What a connection is doing, as other threads may read it at any time.
package struct ConnectionState: Sendable, Equatable {
  /// Signed in; for a publish connection also ready to publish, for a consume connection with every
  /// subscription that is not paused receiving.
  package internal(set) var isReady = false
  /// Signed in to the broker.
  package internal(set) var isConnected = false
  /// Since when the broker has refused to read from this connection (a resource alarm); `nil` when it does not.
  package internal(set) var blockedSince: MonotonicInstant?
  /// Messages sent but not confirmed yet.
  package internal(set) var unconfirmedCount = 0

  package init() {}
}

package import CivilTime
package import Storage

/// Where a lane hands on what its transactions have stored to be published. The lane knows no more of it: what is not
/// handed on, or lost on the way, is found in the database when its lease is over.
package protocol LaneOutput: Sendable {
  /// How many more messages there is room for in memory.
  var room: Int { get }

  /// Publishes messages that have just been committed, leased to this process until then by its own clock.
  func submit(_ messages: [OutboxMessage], until: UTCInstant)
}

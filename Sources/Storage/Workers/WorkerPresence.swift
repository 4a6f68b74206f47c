package import CivilTime

/// What a worker says of itself in the database, for whoever looks at all of them.
package struct WorkerPresence: Hashable, Sendable {
  /// Which process: a text that each draws for itself, for two might bear one name.
  package let instance: String
  package let name: String
  package let host: String
  package let version: String
  /// Transactions that may run side by side.
  package let lanes: Int
  /// As `/status.json` has it: "ready".
  package var state: String
  /// Why it takes no requests, a clause each; nil where nothing stands in the way.
  package var reason: String?
  /// How much of the lanes' time was used of late, in thousandths.
  package var busyThousandths: Int
  /// Of late: requests that were given an outcome, or their stored one.
  package var requestsPerMinute: Int
  /// Of late, by class of work as an operator names it.
  package var waits: [String: WaitTimes]

  package init(
    instance: String, name: String, host: String, version: String, lanes: Int, state: String,
    reason: String? = nil, busyThousandths: Int = 0, requestsPerMinute: Int = 0,
    waits: [String: WaitTimes] = [:]
  ) {
    self.instance = instance
    self.name = name
    self.host = host
    self.version = version
    self.lanes = lanes
    self.state = state
    self.reason = reason
    self.busyThousandths = busyThousandths
    self.requestsPerMinute = requestsPerMinute
    self.waits = waits
  }
}

/// A worker as the database has it.
package struct ListedWorker: Hashable, Sendable {
  package let presence: WorkerPresence
  package let startedAt: UTCInstant
  package let lastSeenAt: UTCInstant
  /// Since it was seen last, by the database's clock, when this was read; of a standby, when that of which it knows was so.
  package let unseenMicroseconds: Int64

  /// Two turns of ``interval`` have passed without a word of it: it is gone, or cannot write.
  package var isStale: Bool { unseenMicroseconds > 3 * Self.interval }

  /// Between two words of a worker, in microseconds.
  package static let interval: Int64 = 10 * 1_000_000
  /// One that was not seen for as long is not shown.
  static let shownFor: Int64 = 60 * 1_000_000
  /// One that was not seen for as long is forgotten.
  static let keptFor: Int64 = 300 * 1_000_000
  /// More are not listed.
  static let most = 1_000

  package init(
    _ presence: WorkerPresence, startedAt: UTCInstant, lastSeenAt: UTCInstant,
    unseenMicroseconds: Int64
  ) {
    self.presence = presence
    self.startedAt = startedAt
    self.lastSeenAt = lastSeenAt
    self.unseenMicroseconds = unseenMicroseconds
  }
}

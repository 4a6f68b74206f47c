import Messages

/// What a worker may do at the broker, and no more: the three patterns of its permissions, and the objects they are for
/// (<doc:BrokerObjects>).
package enum WorkerRights {
  package static let configure = "^$"
  package static let write = #"^(invoice\.(events|dead|retry\..+)|amq\.default)$"#
  package static let read =
    #"^invoice\.("# + WorkQueue.allCases.map(\.shortName).joined(separator: "|") + ")$"

  /// The exchanges that a worker publishes to; the last is the broker's own.
  package static let publishing =
    [ExchangeName.events, ExchangeName.dead] + RetryQueue.allCases.map(\.rawValue)
    + [ExchangeName.default]
  package static let consuming = WorkQueue.allCases.map(\.name)

  /// Objects that every broker or every installation has and a worker leaves alone: another's exchange, requests, and
  /// what was made for others to read.
  package static let foreignExchanges = ["amq.topic", ExchangeName.requests]
  package static let foreignQueues = [QueueName.dead, QueueName.notifications]
}

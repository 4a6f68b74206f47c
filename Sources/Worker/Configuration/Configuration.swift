/// Everything that the environment decides for a process. Made once, at the start; a value after that.
package struct Configuration: Sendable {
  /// Holds the broker's password: never logged.
  package var brokerAddress: String
  package var tls: TLSFiles
  package var database: DatabaseLocation
  /// Unacknowledged deliveries of each queue, at most; lower for queues of large bodies.
  package var prefetch: Int
  /// Requests of one transaction, at most.
  package var batchSize: Int
  /// Transactions side by side; each has a database connection of its own.
  package var lanes: Int
  /// Days that identifiers are remembered after their outcome.
  package var retentionDays: Int
  package var logLevel: LogLevel
  package var logFormat: LogFormat
  /// Of this process, among all workers.
  package var name: String
  /// The CloudEvents `source` of every event.
  package var eventSource: String

  package static let defaultBrokerAddress = "amqp://guest:guest@localhost:5672/"
  package static let defaultDatabase = "sqlite:invoice-worker.db"
  package static let defaultPrefetch = 256
  package static let defaultBatchSize = 100
  package static let defaultRetentionDays = 30
  package static let defaultEventSource = "/invoice-worker"

  package static let prefetchBounds = 1...2_000
  package static let batchSizeBounds = 1...1_000
  package static let laneBounds = 1...64
  package static let retentionBounds = 1...3_650
  /// So that the name fits into a fault header and a connection's name.
  package static let maximumNameLength = 64
  /// More lanes than this gain nothing: the database's log is one.
  private static let mostLanesByDefault = 4

  /// Reads and checks every variable; an empty one counts as absent.
  ///
  /// - Parameters:
  ///   - value: the environment's value of a variable, by name.
  ///   - facts: what the defaults follow from.
  /// - Throws: the first variable that cannot be used, in the order of ``ConfigurationVariable``.
  package init(
    reading value: @escaping (String) -> String?, facts: ProcessFacts
  ) throws(ConfigurationError) {
    let environment = EnvironmentReader(value: value)
    brokerAddress = try Self.brokerAddress(environment.text(.brokerAddress))
    database = try DatabaseLocation(environment.text(.database) ?? Self.defaultDatabase)
    prefetch = try environment.number(.prefetch, in: Self.prefetchBounds) ?? Self.defaultPrefetch
    batchSize =
      try environment.number(.batchSize, in: Self.batchSizeBounds) ?? Self.defaultBatchSize
    lanes =
      try environment.number(.lanes, in: Self.laneBounds)
      ?? (database.hasOneWriter ? 1 : min(facts.cores, Self.mostLanesByDefault))
    retentionDays =
      try environment.number(.retentionDays, in: Self.retentionBounds) ?? Self.defaultRetentionDays
    logLevel = try environment.choice(.logLevel) ?? .info
    logFormat = try environment.choice(.logFormat) ?? .text
    name =
      try environment.printable(.name, longest: Self.maximumNameLength)
      ?? Self.name(from: facts)
    eventSource = try environment.printable(.eventSource, longest: 255) ?? Self.defaultEventSource
    tls = try Self.tlsFiles(environment)
  }

  private static func tlsFiles(
    _ environment: EnvironmentReader
  ) throws(ConfigurationError) -> TLSFiles {
    let certificate = environment.text(.certificate)
    let key = environment.text(.privateKey)
    if certificate != nil, key == nil {
      throw .unusable(.privateKey, "is missing; a client certificate needs its key beside it")
    }
    if certificate == nil, key != nil {
      throw .unusable(.certificate, "is missing; a key needs its client certificate beside it")
    }
    var client: TLSFiles.Client?
    if let certificate, let key {
      client = TLSFiles.Client(certificate: certificate, privateKey: key)
    }
    return TLSFiles(
      certificateAuthorities: environment.text(.certificateAuthorities), client: client)
  }

  private static func brokerAddress(_ text: String?) throws(ConfigurationError) -> String {
    guard let text else { return defaultBrokerAddress }
    guard text.hasPrefix("amqp://") || text.hasPrefix("amqps://") else {
      throw .secret(.brokerAddress, reason: "it begins with neither amqp:// nor amqps://")
    }
    return text
  }

  /// The host name is no worker's choice, so what does not fit a name is replaced, not refused.
  private static func name(from facts: ProcessFacts) -> String {
    let process = "-\(facts.processIdentifier)"
    let host = facts.hostName.utf8.prefix(maximumNameLength - process.utf8.count)
      .map { EnvironmentReader.printable.contains($0) ? $0 : UInt8(ascii: "_") }
    return String(decoding: host.isEmpty ? Array("worker".utf8) : host, as: UTF8.self) + process
  }
}

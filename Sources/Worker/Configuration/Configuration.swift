import AMQP
package import HTTPServer
import Messages

/// Everything that the environment decides for a process. Made once, at the start; a value after that.
package struct Configuration: Sendable {
  package var broker: BrokerAccess
  package var database: DatabaseLocation
  /// A standby of it, which what may be a little behind is read from; nil: the database itself.
  package var readDatabase: DatabaseLocation?
  /// Unacknowledged deliveries of each queue, at most; lower for queues of large bodies.
  package var prefetch: Int
  /// Requests of one transaction, at most.
  package var batchSize: Int
  /// Transactions side by side; each has a database connection of its own.
  package var lanes: Int
  /// Whether each lane has a second thread for work on its batch that needs no database (``SecondThread``): where one transaction
  /// writes at a time and there is a core to spare. Where lanes write side by side, they use the cores already.
  package var hasSecondThreads: Bool
  /// Days that identifiers are remembered after their outcome.
  package var retentionDays: Int
  /// Whether this worker may keep the clock.
  package var clock: ClockPart
  package var logLevel: LogLevel
  package var logFormat: LogFormat
  /// Of this process, among all workers.
  package var name: String
  /// The CloudEvents `source` of every event.
  package var eventSource: String

  /// How far a sender's word counts.
  package var intake: IntakeRules
  /// nil: no e-mail is sent.
  package var mail: MailAccess?
  /// nil: the rate table calculates tax.
  package var tax: TaxAccess?
  /// Where health and metrics are answered; nil: nowhere.
  package var http: ListenAddress?
  /// nil: no traces are recorded.
  package var traces: TraceAccess?
  /// The operators' page.
  package var web: WebAccess

  package static let defaultBrokerAddress = "amqp://guest:guest@localhost:5672/"
  package static let defaultDatabase = "sqlite:invoice-worker.db"
  package static let defaultPrefetch = 400
  package static let defaultBatchSize = 100
  package static let defaultRetentionDays = 30
  package static let defaultEventSource = "/invoice-worker"

  package static let prefetchBounds = 1...WorkQueue.largestPrefetch
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
    let address = try Self.brokerAddress(environment)
    broker = BrokerAccess(url: address, tls: try Self.tls(environment, isUsed: address.usesTLS))
    database = try Self.database(environment)
    readDatabase = try Self.readDatabase(environment, beside: database)
    hasSecondThreads = database.hasOneWriter && facts.cores > 1
    prefetch = try environment.number(.prefetch, in: Self.prefetchBounds) ?? Self.defaultPrefetch
    batchSize =
      try environment.number(.batchSize, in: Self.batchSizeBounds) ?? Self.defaultBatchSize
    lanes =
      try environment.number(.lanes, in: Self.laneBounds)
      ?? (database.hasOneWriter ? 1 : min(facts.cores, Self.mostLanesByDefault))
    retentionDays =
      try environment.number(.retentionDays, in: Self.retentionBounds) ?? Self.defaultRetentionDays
    clock = try environment.choice(.clock) ?? .on
    logLevel = try environment.choice(.logLevel) ?? .info
    logFormat = try environment.choice(.logFormat) ?? .text
    name =
      try environment.printable(.name, longest: Self.maximumNameLength)
      ?? Self.name(from: facts)
    eventSource = try environment.printable(.eventSource, longest: 255) ?? Self.defaultEventSource
    intake = IntakeRules(
      source: try environment.choice(.source) ?? .sender,
      replyQueues: try Self.replyQueues(environment))
    mail = try MailAccess(environment)
    tax = try TaxAccess(environment)
    http = try environment.listenAddress(.http)
    traces = try TraceAccess(environment)
    web = try WebAccess(environment)
  }

  /// Whether systemd has passed a credential of this name to the process.
  package static func hasCredential(_ name: String, reading value: (String) -> String?) -> Bool {
    withoutActuallyEscaping(value) {
      EnvironmentReader(value: $0).credentialPath(name) != nil
    }
  }

  private static func replyQueues(
    _ environment: EnvironmentReader
  ) throws(ConfigurationError) -> ReplyQueues {
    guard let text = environment.text(.replyQueues) else { return .standard }
    guard let queues = ReplyQueues(text) else { throw .notAllowed(text, for: .replyQueues) }
    return queues
  }

  /// Over amqps:// the broker is always verified, against the system's authorities where none are named. Who names them
  /// beside amqp:// believes in an encryption that there is not.
  private static func tls(
    _ environment: EnvironmentReader, isUsed: Bool
  ) throws(ConfigurationError) -> TLSConfiguration {
    let variables: [ConfigurationVariable] = [.certificateAuthorities, .certificate, .privateKey]
    if !isUsed, let set = variables.first(where: { environment.text($0) != nil }) {
      throw .unusable(
        set,
        "is set, but \(ConfigurationVariable.brokerAddress.rawValue) begins with amqp://, which encrypts nothing; let it begin with amqps:// and name the TLS port, or take \(set.rawValue) away"
      )
    }
    let certificate = environment.text(.certificate)
    let key = environment.text(.privateKey)
    if certificate != nil, key == nil {
      throw .unusable(.privateKey, "is missing; a client certificate needs its key beside it")
    }
    if certificate == nil, key != nil {
      throw .unusable(.certificate, "is missing; a key needs its client certificate beside it")
    }
    var tls = TLSConfiguration()
    if let authorities = environment.text(.certificateAuthorities) {
      tls.authorityFile = authorities
    }
    if let certificate, let key { tls.certificate = (file: certificate, keyFile: key) }
    return tls
  }

  private static func brokerAddress(
    _ environment: EnvironmentReader
  ) throws(ConfigurationError) -> AMQPURL {
    let named = try environment.secret(.brokerAddress)
    do throws(AMQPURLError) {
      return try AMQPURL(named?.text ?? defaultBrokerAddress)
    } catch {
      throw .secret(named?.from ?? .brokerAddress, reason: error.description)
    }
  }

  private static func database(
    _ environment: EnvironmentReader
  ) throws(ConfigurationError) -> DatabaseLocation {
    let named = try environment.secret(.database)
    return try DatabaseLocation(
      named?.text ?? defaultDatabase, of: named?.from ?? .database)
  }

  private static func readDatabase(
    _ environment: EnvironmentReader, beside database: DatabaseLocation
  ) throws(ConfigurationError) -> DatabaseLocation? {
    guard let named = try environment.secret(.readDatabase) else { return nil }
    guard case .postgreSQL = database else {
      throw .unusable(
        named.from,
        "is set, but \(ConfigurationVariable.database.rawValue) names an SQLite database, which has no standby; take \(named.from.rawValue) away"
      )
    }
    let location = try DatabaseLocation(named.text, of: named.from)
    guard case .postgreSQL = location else {
      throw .secret(named.from, reason: "it names an SQLite database")
    }
    return location
  }

  /// The host name is no worker's choice, so what does not fit a name is replaced, not refused.
  private static func name(from facts: ProcessFacts) -> String {
    let process = "-\(facts.processIdentifier)"
    let host = facts.hostName.utf8.prefix(maximumNameLength - process.utf8.count)
      .map { PrintableASCII.contains($0) ? $0 : UInt8(ascii: "_") }
    return String(decoding: host.isEmpty ? Array("worker".utf8) : host, as: UTF8.self) + process
  }
}

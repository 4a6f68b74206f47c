import Traces

/// The environment variables that configure a process (<doc:Operations#Variables>). The list of
/// `--help` and every sentence about a wrong value are made from this one table.
package enum ConfigurationVariable: String, Hashable, Sendable, CaseIterable {
  case brokerAddress = "AMQP_URL"
  case brokerAddressFile = "AMQP_URL_FILE"
  case database = "DATABASE_URL"
  case databaseFile = "DATABASE_URL_FILE"
  case readDatabase = "DATABASE_READ_URL"
  case readDatabaseFile = "DATABASE_READ_URL_FILE"
  case prefetch = "INVOICE_WORKER_PREFETCH"
  case batchSize = "INVOICE_WORKER_BATCH_SIZE"
  case lanes = "INVOICE_WORKER_LANES"
  case retentionDays = "INVOICE_WORKER_RETENTION_DAYS"
  case clock = "INVOICE_WORKER_CLOCK"
  case logLevel = "INVOICE_WORKER_LOG_LEVEL"
  case logFormat = "INVOICE_WORKER_LOG_FORMAT"
  case name = "INVOICE_WORKER_NAME"
  case eventSource = "INVOICE_WORKER_EVENT_SOURCE"
  case source = "INVOICE_WORKER_SOURCE"
  case replyQueues = "INVOICE_WORKER_REPLY_QUEUES"
  case certificateAuthorities = "INVOICE_WORKER_TLS_CA"
  case certificate = "INVOICE_WORKER_TLS_CERT"
  case privateKey = "INVOICE_WORKER_TLS_KEY"
  case mailServer = "INVOICE_WORKER_SMTP_URL"
  case mailServerFile = "INVOICE_WORKER_SMTP_URL_FILE"
  case mailAuthorities = "INVOICE_WORKER_SMTP_TLS_CA"
  case emailFrom = "INVOICE_WORKER_EMAIL_FROM"
  case emailDailyLimit = "INVOICE_WORKER_EMAIL_DAILY_LIMIT"
  case emailRate = "INVOICE_WORKER_EMAIL_RATE"
  case taxEngine = "INVOICE_WORKER_TAX_URL"
  case taxToken = "INVOICE_WORKER_TAX_TOKEN"
  case taxTokenFile = "INVOICE_WORKER_TAX_TOKEN_FILE"
  case taxAuthorities = "INVOICE_WORKER_TAX_TLS_CA"
  case taxConcurrency = "INVOICE_WORKER_TAX_CONCURRENCY"
  case taxFallback = "INVOICE_WORKER_TAX_FALLBACK"
  case http = "INVOICE_WORKER_HTTP"
  case traceCollector = "OTEL_EXPORTER_OTLP_ENDPOINT"
  case traceHeaders = "OTEL_EXPORTER_OTLP_HEADERS"
  case traceServiceName = "OTEL_SERVICE_NAME"
  case traceResource = "OTEL_RESOURCE_ATTRIBUTES"
  case traceSampler = "OTEL_TRACES_SAMPLER"
  case traceSamplerArgument = "OTEL_TRACES_SAMPLER_ARG"
  case webListen = "INVOICE_WORKER_WEB_LISTEN"
  case webUsers = "INVOICE_WORKER_WEB_USERS"
  case webUserHeader = "INVOICE_WORKER_WEB_TRUST_USER_HEADER"
  case webPrefix = "INVOICE_WORKER_WEB_PREFIX"
  case webHosts = "INVOICE_WORKER_WEB_HOSTS"

  /// What the variable decides, as a phrase.
  package var summary: String {
    switch self {
    case .brokerAddress: "the broker: amqp:// or amqps://USER:PASSWORD@HOST:PORT/VHOST"
    case .database: "the database: sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME"
    case .brokerAddressFile: "file that holds the broker's address, in place of the variable"
    case .databaseFile: "file that holds the database's address, in place of the variable"
    case .readDatabase:
      "a standby that the page, exports and reports read from: postgres://USER:PASSWORD@HOST:PORT/NAME"
    case .readDatabaseFile: "file that holds the standby's address, in place of the variable"
    case .prefetch: "deliveries taken before the first is acknowledged, for each queue"
    case .batchSize: "requests in one transaction, at most"
    case .lanes: "transactions that run side by side"
    case .retentionDays: "days an identifier is remembered after its outcome"
    case .clock: "whether this worker may keep the clock, as one of all does"
    case .logLevel: "the least level that is logged"
    case .logFormat: "the form of a log line"
    case .name: "the worker's name in logs, connections and dead letters"
    case .eventSource: "the CloudEvents source of every event"
    case .source: "whether a request's source is what its sender says or its checked user_id"
    case .replyQueues: "names of queues that reply_to may name, besides generated ones"
    case .certificateAuthorities: "PEM file of the authorities to trust for amqps://"
    case .certificate: "PEM file of the client certificate for amqps://"
    case .privateKey: "PEM file of the client certificate's key"
    case .mailServer: "the mail server: smtp:// or smtps://USER:PASSWORD@HOST:PORT"
    case .mailServerFile: "file that holds the mail server's address, in place of the variable"
    case .mailAuthorities: "PEM file of the authorities to trust for the mail server"
    case .emailFrom: "the sender of e-mails: ADDRESS or NAME <ADDRESS>"
    case .emailDailyLimit: "e-mails of a UTC day over all workers; more wait for the next day"
    case .emailRate: "e-mails a second over all workers"
    case .taxEngine: "the tax engine: https://HOST:PORT/PATH"
    case .taxToken: "the token by which the tax engine knows the worker"
    case .taxTokenFile: "file that holds the tax engine's token, in place of the variable"
    case .taxAuthorities: "PEM file of the authorities to trust for the tax engine"
    case .taxConcurrency: "calls to the tax engine at a time"
    case .taxFallback: "what estimates drafts and previews while the tax engine is away"
    case .http: "where health and metrics are answered over HTTP, without a password"
    case .traceCollector:
      "the collector of traces (OTLP over HTTP, JSON): http:// or https://HOST:PORT"
    case .traceHeaders: "headers for the collector: NAME=VALUE, separated by commas"
    case .traceServiceName: "the name of this service in traces"
    case .traceResource: "what else traces say of this service: NAME=VALUE, separated by commas"
    case .traceSampler: "which traces are recorded"
    case .traceSamplerArgument: "the share of traces that is recorded, for samplers by ratio"
    case .webListen: "where the page for browsers is (invoice-worker web)"
    case .webUsers: "file of who may see the page and who may act: NAME:ROLE:PASSWORD a line"
    case .webUserHeader: "header in which a proxy before the page says who asks"
    case .webPrefix: "what the page's addresses begin with behind a proxy"
    case .webHosts: "names that browsers may know the page's machine by"
    }
  }

  /// Whether its value may hold a password.
  package var mayHoldSecret: Bool {
    switch self {
    case .brokerAddress, .database, .readDatabase, .mailServer, .taxToken, .traceHeaders: true
    default: false
    }
  }

  /// The variable that names a file with this one's value; nil where there is none.
  package var filedUnder: ConfigurationVariable? {
    Self.allCases.first { $0.contents == self && $0 != self }
  }

  /// The name of the credential that systemd may pass in place of the variable; nil where there is none.
  package var credential: String? {
    switch self {
    case .brokerAddress: "amqp-url"
    case .database: "database-url"
    case .readDatabase: "database-read-url"
    case .mailServer: "smtp-url"
    case .taxToken: "tax-token"
    default: nil
    }
  }

  /// The variable whose value is in the file that this one names; itself where it names none.
  var contents: ConfigurationVariable {
    switch self {
    case .brokerAddressFile: .brokerAddress
    case .databaseFile: .database
    case .readDatabaseFile: .readDatabase
    case .mailServerFile: .mailServer
    case .taxTokenFile: .taxToken
    default: self
    }
  }

  /// What holds when the variable is absent or empty.
  package var defaultText: String {
    switch self {
    case .brokerAddress: Configuration.defaultBrokerAddress
    case .database: Configuration.defaultDatabase
    case .brokerAddressFile, .databaseFile, .readDatabaseFile: "none"
    case .readDatabase: "none; then they read from \(Self.database.rawValue)"
    case .prefetch: "\(Configuration.defaultPrefetch)"
    case .batchSize: "\(Configuration.defaultBatchSize)"
    case .lanes: "by the number of cores; 1 on SQLite, which has one writer"
    case .retentionDays: "\(Configuration.defaultRetentionDays)"
    case .clock: ClockPart.on.rawValue
    case .logLevel: LogLevel.info.rawValue
    case .logFormat: LogFormat.text.rawValue
    case .name: "host name and process number"
    case .eventSource: Configuration.defaultEventSource
    case .source: IntakeRules.Source.sender.rawValue
    case .replyQueues: ReplyQueues.standardText
    case .certificateAuthorities, .mailAuthorities, .taxAuthorities: "the system's"
    case .certificate, .privateKey: "none"
    case .mailServer, .mailServerFile: "none; then no e-mail is sent"
    case .emailFrom: "none; needed beside the mail server"
    case .emailDailyLimit: "none"
    case .emailRate: "\(MailAccess.defaultRate)"
    case .taxEngine: "none; then the rate table calculates"
    case .taxToken, .taxTokenFile: "none"
    case .taxConcurrency: "\(TaxAccess.defaultConcurrency)"
    case .taxFallback: TaxFallback.off.rawValue
    case .http: "none; then nothing is answered"
    case .traceCollector: "none; then no traces are recorded"
    case .traceHeaders, .traceResource: "none"
    case .traceServiceName: TraceAccess.defaultServiceName
    case .traceSampler: TraceAccess.defaultSampler
    case .traceSamplerArgument: "1"
    case .webListen: WebAccess.defaultListen
    case .webUsers: "none; then everybody at this machine may look, and nobody act"
    case .webUserHeader, .webPrefix: "none"
    case .webHosts: "localhost, 127.0.0.1 and [::1], which always count"
    }
  }

  /// What the value may be, as it continues "must be …".
  package var allowed: String {
    switch self {
    case .brokerAddress: "amqp:// or amqps:// with USER:PASSWORD@HOST:PORT/VHOST, percent-encoded"
    case .database: "sqlite: and the path of a file, or a postgres:// address"
    case .readDatabase: "a postgres:// address"
    case .prefetch: Self.range(Configuration.prefetchBounds)
    case .batchSize: Self.range(Configuration.batchSizeBounds)
    case .lanes: Self.range(Configuration.laneBounds)
    case .retentionDays: Self.range(Configuration.retentionBounds)
    case .clock: Self.list(ClockPart.allCases.map(\.rawValue))
    case .logLevel: Self.list(LogLevel.allCases.map(\.rawValue))
    case .logFormat: Self.list(LogFormat.allCases.map(\.rawValue))
    case .name: "1 to \(Configuration.maximumNameLength) characters of printable ASCII, no space"
    case .eventSource: "1 to 255 characters of printable ASCII, no space"
    case .source: Self.list(IntakeRules.Source.allCases.map(\.rawValue))
    case .replyQueues: "names separated by commas, with * for any characters"
    case .certificateAuthorities, .certificate, .privateKey, .mailAuthorities, .taxAuthorities:
      "the path of a PEM file"
    case .mailServer:
      "smtp:// or smtps:// with USER:PASSWORD@HOST:PORT, percent-encoded; ?starttls=never allows smtp:// without encryption"
    case .brokerAddressFile, .databaseFile, .readDatabaseFile, .mailServerFile, .taxTokenFile:
      "the path of a file with one line"
    case .emailFrom: "an e-mail address, or a name and an address in < >"
    case .emailDailyLimit: Self.range(MailAccess.dailyLimitBounds)
    case .emailRate: Self.range(MailAccess.rateBounds)
    case .traceCollector:
      "http:// or https:// with HOST:PORT, and a path where the collector has one"
    case .traceHeaders, .traceResource: "NAME=VALUE, separated by commas, percent-encoded"
    case .traceServiceName: "1 to 255 characters of printable ASCII"
    case .traceSampler: Self.list(TraceSampler.names)
    case .traceSamplerArgument: "a number from 0 to 1"
    case .taxEngine: "https:// or http:// with HOST:PORT/PATH, without password and query"
    case .taxToken: "letters, digits and - . _ ~ + / ="
    case .taxConcurrency: Self.range(TaxAccess.concurrencyBounds)
    case .taxFallback: Self.list(TaxFallback.allCases.map(\.rawValue))
    case .http, .webListen: "HOST:PORT, [IPV6]:PORT or unix:PATH, such as 127.0.0.1:9464"
    case .webUsers: "the path of a file"
    case .webUserHeader: "the name of a header, such as X-Forwarded-User"
    case .webPrefix: "a path such as /billing, without a slash at its end"
    case .webHosts: "names without ports, separated by commas"
    }
  }

  private static func range(_ bounds: ClosedRange<Int>) -> String {
    "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
  }

  private static func list(_ names: [String]) -> String {
    "one of \(names.joined(separator: ", "))"
  }
}

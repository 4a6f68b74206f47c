import AMQP
import Testing
import Worker

@Suite("Configuration")
struct ConfigurationTests {
  static let facts = ProcessFacts(
    hostName: "billing host.example", processIdentifier: 4_711, cores: 8)

  static func read(_ environment: [String: String]) throws(ConfigurationError) -> Configuration {
    try Configuration(reading: { environment[$0] }, facts: facts)
  }

  @Test("Everything has a default, and an empty value is none")
  func defaults() throws {
    let empty = Dictionary(
      uniqueKeysWithValues: ConfigurationVariable.allCases.map { ($0.rawValue, "") })
    for configuration in [try Self.read([:]), try Self.read(empty)] {
      #expect(configuration.prefetch == 400)
      #expect(configuration.batchSize == 100)
      #expect(configuration.lanes == 1, "SQLite has one writer")
      #expect(configuration.retentionDays == 30)
      #expect(configuration.database == .sqlite(path: "invoice-worker.db"))
      #expect(configuration.eventSource == "/invoice-worker")
      #expect(configuration.name == "billing_host.example-4711")
      #expect(configuration.logLevel == .info)
      #expect(configuration.intake == IntakeRules(source: .sender, replyQueues: .standard))
      #expect(configuration.logFormat == .text)
      #expect(configuration.http == nil)
    }
  }

  @Test(
    "Bounds hold at both ends",
    arguments: [
      (ConfigurationVariable.prefetch, 1, 2_000), (.batchSize, 1, 1_000), (.lanes, 1, 64),
      (.retentionDays, 1, 3_650),
    ])
  func bounds(variable: ConfigurationVariable, low: Int, high: Int) throws {
    for good in [low, high] { _ = try Self.read([variable.rawValue: "\(good)"]) }
    for bad in ["\(low - 1)", "\(high + 1)", "-1", "+1", "1.5", "many", "99999999999999999999"] {
      let error = #expect(throws: ConfigurationError.self) {
        try Self.read([variable.rawValue: bad])
      }
      #expect(
        error?.description
          == "\(variable.rawValue) is \"\(bad)\" but must be a whole number from \(low) to \(high)")
    }
  }

  @Test(
    "A wrong value is shown with what is allowed",
    arguments: [
      ("INVOICE_WORKER_LOG_LEVEL", "loud", "one of debug, info, warning, error"),
      ("INVOICE_WORKER_SOURCE", "app_id", "one of sender, user"),
      (
        "INVOICE_WORKER_REPLY_QUEUES", "a,,b",
        "names separated by commas, with * for any characters"
      ),
      ("INVOICE_WORKER_LOG_FORMAT", "xml", "one of text, json, journal"),
      (
        "INVOICE_WORKER_HTTP", "9464",
        "HOST:PORT, [IPV6]:PORT or unix:PATH, such as 127.0.0.1:9464"
      ),
      ("INVOICE_WORKER_NAME", "two words", "1 to 64 characters of printable ASCII, no space"),
    ])
  func wrong(variable: String, value: String, allowed: String) {
    let error = #expect(throws: ConfigurationError.self) { try Self.read([variable: value]) }
    #expect(error?.description == "\(variable) is \"\(value)\" but must be \(allowed)")
  }

  @Test(
    "S11: what may hold a password is never shown",
    arguments: [
      ("AMQP_URL", "http://user:hush@host"), ("AMQP_URL", "amqp://user:hush@host:port/"),
      ("AMQP_URL", "amqp://user:hu%sh@host/"),
      ("DATABASE_URL", "mysql://user:hush@host/db"), ("DATABASE_URL", "user:hush@host"),
      ("DATABASE_URL", "host=db password=hush"), ("DATABASE_URL", "Postgres://hush"),
      ("DATABASE_READ_URL", "postgres://user:hush@host/db"),
      ("AMQP_URL", "amqp://user:pa?hush@host/"), ("AMQP_URL", "amqp://user:12/hush@host"),
    ])
  func secrets(variable: String, value: String) {
    let error = #expect(throws: ConfigurationError.self) { try Self.read([variable: value]) }
    let sentence = error?.description ?? ""
    #expect(sentence.hasPrefix(variable))
    #expect(!sentence.contains("hu"), "\(sentence)")
  }

  @Test("What may be behind is read from a standby, which only PostgreSQL has")
  func standby() throws {
    let primary = "postgres://worker@db.example/invoices"
    let standby = "postgresql://reader:hush@copy.example/invoices"
    #expect(try Self.read(["DATABASE_URL": primary]).readDatabase == nil)
    let both = try Self.read(["DATABASE_URL": primary, "DATABASE_READ_URL": standby])
    #expect(both.database == .postgreSQL(url: primary))
    #expect(both.readDatabase == .postgreSQL(url: standby))
    for (environment, sentence) in [
      (["DATABASE_READ_URL": standby], "names an SQLite database, which has no standby"),
      (
        ["DATABASE_URL": "sqlite:a.db", "DATABASE_READ_URL": "sqlite:hush.db"],
        "names an SQLite database, which has no standby"
      ),
      (
        ["DATABASE_URL": primary, "DATABASE_READ_URL": "sqlite:hush.db"],
        "(it names an SQLite database): it must be a postgres:// address"
      ),
      (
        ["DATABASE_URL": primary, "DATABASE_READ_URL": "copy:hush@host"],
        "it must be a postgres:// address"
      ),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try Self.read(environment) }
      #expect(error?.variable == .readDatabase)
      #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
      #expect(error?.description.contains("hush") == false, "\(error?.description ?? "")")
    }
  }

  @Test("A client certificate and its key come together")
  func certificates() throws {
    for alone in ["INVOICE_WORKER_TLS_CERT", "INVOICE_WORKER_TLS_KEY"] {
      #expect(throws: ConfigurationError.self) {
        try Self.read([alone: "x.pem", "AMQP_URL": "amqps://broker.example/"])
      }
    }
    let both = try Self.read([
      "AMQP_URL": "amqps://broker.example/",
      "INVOICE_WORKER_TLS_CERT": "c.pem", "INVOICE_WORKER_TLS_KEY": "k.pem",
      "INVOICE_WORKER_TLS_CA": "ca.pem",
    ])
    #expect(both.broker.tls.certificate?.file == "c.pem")
    #expect(both.broker.tls.certificate?.keyFile == "k.pem")
    #expect(both.broker.tls.authorityFile == "ca.pem")
    #expect(both.broker.tls.verifiesPeer && both.broker.tls.verifiesHostName)
  }

  @Test(
    "S10: certificates beside an address that encrypts nothing are refused",
    arguments: ["INVOICE_WORKER_TLS_CA", "INVOICE_WORKER_TLS_CERT", "INVOICE_WORKER_TLS_KEY"],
    ["amqp://broker.example/", ""])
  func mixedEncryption(variable: String, address: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try Self.read([variable: "x.pem", "AMQP_URL": address])
    }
    #expect(error?.variable.rawValue == variable)
    #expect(error?.description.contains("amqps://") == true)
  }

  @Test("A long host name leaves room for the process number")
  func longName() throws {
    let facts = ProcessFacts(
      hostName: String(repeating: "h", count: 200), processIdentifier: 99, cores: 1)
    let name = try Configuration(reading: { _ in nil }, facts: facts).name
    #expect(name.utf8.count == 64)
    #expect(name.hasSuffix("-99"))
  }
}

import Billing
import PostgreSQLStorage
import SQLiteStorage
import Storage
import Worker

/// The database as a command meets it: there with its schema, or said so.
struct OperatorStore {
  let location: DatabaseLocation
  let opener: any DatabaseOpener
  /// Which variable names it.
  private let variable: ConfigurationVariable

  /// - Throws: when the address of a server cannot be read; it is not shown.
  init(_ configuration: Configuration) throws(CommandFailure) {
    try self.init(configuration.database, of: .database)
  }

  /// The standby, where one is configured, else the database: for what writes nothing and may be a little behind.
  ///
  /// - Throws: as ``init(_:)``.
  static func forReading(_ configuration: Configuration) throws(CommandFailure) -> OperatorStore {
    guard let standby = configuration.readDatabase else { return try OperatorStore(configuration) }
    return try OperatorStore(standby, of: .readDatabase)
  }

  private init(
    _ location: DatabaseLocation, of variable: ConfigurationVariable
  ) throws(CommandFailure) {
    self.location = location
    self.variable = variable
    switch location {
    case .sqlite(let path):
      opener = SQLiteOpener(path: path)
    case .postgreSQL(let url):
      do throws(StoreError) {
        opener = try PostgreSQLOpener(url: url)
      } catch {
        throw CommandFailure(
          status: .configuration,
          // Not the error: what it quotes of an unreadable address may be part of the password.
          sentence:
            "\(variable.rawValue) cannot be read as a postgres:// address: percent-encode what is special in its user, password and name (%40 for @, %2F for /, %3F for ?, %23 for #, %25 for %), and check its port and parameters"
        )
      }
    }
  }

  /// Whether it is the standby that is read from.
  var isStandby: Bool { variable == .readDatabase }

  /// As a sentence names it.
  private var name: String { isStandby ? "the standby for reading" : "\(location)" }

  /// The versions that ran here.
  func migrate() throws(CommandFailure) -> [Int64] {
    try attempt { () throws(StoreError) in
      try Schema(StoreSession(opener, for: .migrating)).migrate()
    }
  }

  /// Asks the database, after its schema was found to be the program's.
  func query<Value>(_ ask: (Queries) throws(StoreError) -> Value) throws(CommandFailure) -> Value {
    try attempt { () throws(StoreError) in
      let session = try StoreSession(opener, for: .reading)
      try Schema(session).check()
      return try ask(Queries(session))
    }
  }

  /// Changes the database in one transaction, after its schema was found to be the program's.
  // Not specialised, as StoreSession.transaction is not, and for the same reason.
  @_semantics("optimize.sil.specialize.generic.never")
  func change<Value>(
    _ work: (borrowing StoreTransaction) throws(StoreError) -> Value
  ) throws(CommandFailure) -> Value {
    try attempt { () throws(StoreError) in
      let session = try StoreSession(opener, for: .processing)
      try Schema(session).check()
      return try session.transaction(work)
    }
  }

  /// Uses a session that may write, after its schema was found to be the program's.
  func run<Value>(
    _ work: (StoreSession) throws(StoreError) -> Value
  ) throws(CommandFailure) -> Value {
    try attempt { () throws(StoreError) in
      let session = try StoreSession(opener, for: .processing)
      try Schema(session).check()
      return try work(session)
    }
  }

  /// - Throws: unless there is such a record.
  func require(_ record: RecordReference) throws(CommandFailure) {
    let exists = try query { queries throws(StoreError) in try queries.exists(record) }
    guard exists else { throw .unknown(record) }
  }

  private func attempt<Value>(
    _ work: () throws(StoreError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(StoreError) {
      return try work()
    } catch {
      throw failure(error)
    }
  }

  func failure(_ error: StoreError) -> CommandFailure {
    switch error.kind {
    case .unavailable, .contention:
      .unavailable(
        "\(name) cannot be used (\(error)); check \(variable.rawValue)"
          + (isStandby ? "" : ", and run invoice-worker migrate if the database is new")
      )
    case .schemaMissing, .schemaTooNew:
      CommandFailure(status: .configuration, sentence: "\(name): \(error)")
    case .environment: environment(error)
    case .constraint, .fault: .internal("\(name): \(words(of: error))")
    }
  }

  private func environment(_ error: StoreError) -> CommandFailure {
    if case .sqlite(let path) = location, DatabaseFile.isForeign(path) {
      return CommandFailure(
        status: .configuration,
        sentence:
          "\(path) is no SQLite database; let \(ConfigurationVariable.database.rawValue) name another file, or a new one and run invoice-worker migrate"
      )
    }
    return CommandFailure(
      status: .configuration, sentence: "\(name): \(words(of: error))")
  }

  /// A statement has lines; the sentence is one.
  private func words(of error: StoreError) -> String {
    error.description.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

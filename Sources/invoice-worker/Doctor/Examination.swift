import AMQP
import Glibc
import JSON
import Worker

/// The whole of what the doctor does: group after group, each with what those before it have found.
struct Examination {
  /// The bytes of an export of the broker's definitions; nil where there is none.
  let definitions: [UInt8]?

  private static func value(of name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  func run() async -> DoctorReport {
    var checks = ConfigurationChecks.checks(names: UnknownVariables.names(), value: Self.value)
    let configuration: Configuration
    do throws(ConfigurationError) {
      configuration = try Self.configuration()
    } catch {
      let name = error.variable.rawValue
      checks.append(
        .failed(
          .configuration, name, error.description,
          .advice("correct \(name); the rest is checked then")))
      return DoctorReport(checks: checks)
    }
    let workers = await examineBroker(configuration, &checks)
    let store = examineDatabase(configuration, workers: workers, &checks)
    checks += StandbyChecks.examine(configuration)
    if let tax = configuration.tax {
      checks += await TaxChecks.examine(tax, store)
    } else if let store {
      checks += TaxChecks.examineWithoutEngine(store)
    }
    checks += HostChecks.checks(
      of: .current(database: configuration.database, lanes: configuration.lanes))
    return DoctorReport(checks: checks)
  }

  private static func configuration() throws(ConfigurationError) -> Configuration {
    try Configuration(reading: value, facts: .current())
  }

  /// - Returns: how many workers take requests.
  private func examineBroker(
    _ configuration: Configuration, _ checks: inout [DoctorCheck]
  ) async -> Int {
    let broker = OperatorBroker(configuration, command: "doctor")
    switch await BrokerChecks(broker: broker).examine() {
    case .absent(let found):
      checks += found
      checks.append(.notChecked(.rights, "permissions", "there is no connection to the broker"))
      checks.append(.notChecked(.topology, "objects", "there is no connection to the broker"))
      return 0
    case .present(let found, let takesMessages):
      checks += found
      // A broker that takes no messages answers no question that is one.
      checks +=
        takesMessages
        ? await RightsChecks(broker: broker).examine()
        : [.notChecked(.rights, "permissions", "the broker takes no messages")]
      let topology = await TopologyChecks(
        broker: broker, definitions: exported(configuration, &checks)
      ).examine()
      checks += topology.checks
      return topology.workers
    }
  }

  private func exported(
    _ configuration: Configuration, _ checks: inout [DoctorCheck]
  ) -> ExportedDefinitions? {
    guard let definitions else { return nil }
    do throws(JSONError) {
      return try ExportedDefinitions(
        reading: definitions, virtualHost: configuration.broker.url.virtualHost)
    } catch {
      checks.append(
        .failed(
          .topology, "definitions", "the file is no export of definitions: \(error)",
          .command("rabbitmqctl export_definitions now.json")))
      return nil
    }
  }

  /// - Returns: the database, where it has the schema of this program.
  private func examineDatabase(
    _ configuration: Configuration, workers: Int, _ checks: inout [DoctorCheck]
  ) -> OperatorStore? {
    let store: OperatorStore
    do throws(CommandFailure) {
      store = try OperatorStore(configuration)
    } catch {
      checks.append(
        .failed(
          .database, "address", error.sentence,
          .advice("correct \(ConfigurationVariable.database.rawValue)")))
      checks.append(PromiseChecks.notChecked("there is no database"))
      return nil
    }
    let database = DatabaseChecks(
      store: store,
      // The tax relay has a session of its own.
      lanes: configuration.lanes + (configuration.tax == nil ? 0 : 1), workers: workers
    ).examine()
    checks += database.checks
    checks +=
      database.isCurrent
      ? PromiseChecks.examine(store)
      : [PromiseChecks.notChecked("the schema is not this program's")]
    return database.isCurrent ? store : nil
  }

  /// Does what `topology apply` and `migrate` would where a check asks for it. What is refused keeps nothing else from
  /// being done.
  ///
  /// - Returns: what was done and what was refused, in sentences.
  func fix(_ report: DoctorReport) async throws(CommandFailure) -> (
    done: [String], refused: [String]
  ) {
    let repairs = Set(report.checks.filter { $0.verdict == .failed }.compactMap(\.repair))
    guard repairs.contains(.topologyApply) || repairs.contains(.migrate) else { return ([], []) }
    let configuration: Configuration
    do throws(ConfigurationError) {
      configuration = try Self.configuration()
    } catch {
      throw CommandFailure(error)
    }
    var done: [String] = []
    var refused: [String] = []
    if repairs.contains(.topologyApply) {
      do throws(CommandFailure) {
        try await Self.declareObjects(configuration)
        done.append("topology apply declared the broker's objects")
      } catch {
        refused.append("topology apply was refused: \(error.sentence)")
      }
    }
    if repairs.contains(.migrate) {
      do throws(CommandFailure) {
        let applied = try OperatorStore(configuration).migrate()
        done.append("migrate ran \(RunWords.count(applied.count, "step")) of the schema")
      } catch {
        refused.append("migrate was refused: \(error.sentence)")
      }
    }
    return (done, refused)
  }

  private static func declareObjects(
    _ configuration: Configuration
  ) async throws(CommandFailure) {
    let broker = OperatorBroker(configuration, command: "doctor")
    try await broker.withCommands { commands throws(CommandFailure) in
      try await broker.attempt { () throws(AMQPError) in
        try await TopologyDeclaring.apply(.standard, over: commands)
      }
    }
  }
}

import AMQP
import Glibc
import Messages
import Storage
import Worker

extension Command {
  private static let queues = Option(
    "--queues", "CLASS,…", values: WorkQueue.allCases.map(\.shortName),
    summary:
      "only these classes of work: \(WorkQueue.allCases.map(\.shortName).joined(separator: ","))")
  private static let migrateFirst = Option(
    "--migrate", summary: "create or upgrade the database schema first")

  static let runWorker = Command(
    CommandDescription(
      ["run"],
      summary: "run a worker",
      details: """
        SIGTERM or SIGINT drains: nothing new is taken, what has begun is finished, within 25 s. A second signal \
        stops at once; what was not finished is delivered again. SIGTSTP quiets a worker without ending it, SIGCONT \
        has it go on. SIGHUP reads addresses, passwords and certificates again and connects anew, one connection \
        after the other. SIGUSR1 logs everything, and the next one again what is configured.
        """,
      options: [queues, migrateFirst],
      examples: ["run --migrate", "run --queues generate,manage"])
  ) { invocation throws(CommandFailure) in
    LargeBlocks.returnWhenFreed()
    let configuration = try invocation.configuration(hasLog: true)
    let classes = try classes(invocation.arguments.value(queues))
    try OpenFiles.require(
      OpenFiles.worker(
        lanes: configuration.lanes, answersHTTP: configuration.http != nil,
        taxCalls: configuration.tax?.concurrency ?? 0))
    let log = Log(
      level: configuration.logLevel, format: configuration.logFormat, worker: configuration.name,
      version: ProgramVersion.current)
    defer { log.flush(within: StopRequest.lastWords) }
    for warning in invocation.unknownVariables {
      log.write(.unknownVariable, adding: warning)
    }
    let store = try OperatorStore(configuration)
    let drain = StopRequest()
    let opener = RenewableOpener(store.opener)
    let signals = WorkerSignals(log: log, opener: opener) { () throws(CommandFailure) in
      try invocation.configuration(hasLog: true)
    }
    guard StopSignals.listen(others: signals.handlers, { drain.signalled($0, log: log) }) else {
      throw .internal("no thread could be started for signals")
    }
    if invocation.arguments.has(migrateFirst) {
      let applied = try store.migrate()
      log.write(
        .schemaApplied, ["schema": .integer(Schema.current), "steps": LogValue(applied.count)])
    }
    let runtime: WorkerRuntime
    do throws(AMQPError) {
      // A broker that is away is waited for; a file that cannot be used would be waited for in vain.
      try configuration.broker.configuration(name: configuration.name).loadTLSFiles()
      runtime = try WorkerRuntime(
        configuration: configuration, opener: opener,
        queues: classes, documents: InvoiceDocuments(),
        build: ProgramVersion.facts, supervisor: Supervisor.ofEnvironment(), log: log)
    } catch {
      throw BrokerFailure.failure(error, at: configuration.broker)
    }
    drain.connect { runtime.requestDrain() }
    signals.connect(runtime)
    do throws(StoreError) {
      try await runtime.run()
    } catch {
      throw store.failure(error)
    }
    return .success
  }

  /// Every class when none is named.
  private static func classes(_ names: String?) throws(CommandFailure) -> [WorkQueue] {
    guard let names else { return WorkQueue.allCases }
    var classes: [WorkQueue] = []
    for name in names.split(separator: ",", omittingEmptySubsequences: false) {
      guard let work = WorkQueue(shortName: String(name)) else {
        throw CommandFailure(
          .unknown("class of work", "\"\(name)\"", known: WorkQueue.allCases.map(\.shortName)),
          help: "there are \(WorkQueue.allCases.map(\.shortName).joined(separator: ", "))")
      }
      if !classes.contains(work) { classes.append(work) }
    }
    return classes
  }
}

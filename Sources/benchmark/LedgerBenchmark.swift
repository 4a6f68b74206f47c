import AMQP
import Glibc
import Storage

/// The reports that read a whole database: aging of open invoices, and the audit. The program itself is run, as a user runs
/// it, on rows that are written straight into the store; beside each a plain scan of the same rows, in the same run.
struct LedgerBenchmark {
  let workerProgram: String
  let directory: String
  let database: PrivateDatabase
  var invoices = 1_000_000
  var lines = 1_000_000
  var rounds = 3

  func run() throws {
    try measure(
      "aging", rows: invoices, of: "open invoices", fill: { $0.openInvoices(invoices) },
      commands: [
        ["report", "aging", "--csv"], ["report", "aging", "--csv", "--as-of", "2026-06-30"],
      ],
      scan: LedgerRows.scanOfOpenInvoices)
    try measure(
      "audit", rows: lines, of: "lines", fill: { $0.billed(lines: lines) },
      commands: [["audit"]], scan: LedgerRows.scanOfLines)
  }

  private func measure(
    _ name: String, rows: Int, of what: String, fill: (LedgerRows) -> [String],
    commands: [[String]], scan: SQL
  ) throws {
    let address = try database.make(name, in: directory)
    defer { try? database.remove(name, in: directory) }
    let environment = ["DATABASE_URL": address, "INVOICE_WORKER_LOG_LEVEL": "warning"]
    try ChildProcess.run([workerProgram, "migrate"], environment: environment)
    Report.line("writing \(rows) \(what), \(database.name) …")
    let opener = try database.opener(of: address)
    try write(fill, over: opener)
    for command in commands {
      var ratios: [Double] = []
      for _ in 1...rounds {
        let plain = try seconds(of: scan, over: opener)
        let own = try ChildProcess.measure([workerProgram] + command, environment: environment)
        ratios.append(own.seconds / plain)
        Report.line(
          "  \(command.joined(separator: " ")):", Figures.ratio(own.seconds), "s,",
          Figures.whole(Double(rows) / own.seconds), "\(what)/s, peak",
          "\(own.peakKibibytes / 1_024) MiB, processor \(Figures.ratio(own.processorSeconds)) s;",
          "plain scan \(Figures.ratio(plain)) s")
      }
      Report.line(
        "  \(command.joined(separator: " ")) / plain scan:", Figures.summary(ofRatios: ratios))
    }
  }

  private func write(
    _ fill: (LedgerRows) -> [String], over opener: any DatabaseOpener
  ) throws(StoreError) {
    let database = try opener.open(for: .migrating)
    try database.begin(.write)
    for statement in fill(LedgerRows(database.dialect)) { try database.run(script: statement) }
    try database.commit()
    // As PostgreSQL does by itself after a while; SQLite never does.
    if case .postgreSQL = self.database { try database.run(script: "VACUUM ANALYZE") }
  }

  private func seconds(of scan: SQL, over opener: any DatabaseOpener) throws(StoreError) -> Double {
    let database = try opener.open(for: .reading)
    let start = MonotonicInstant.now
    try database.begin(.read)
    try database.stream(scan) { _ throws(StoreError) in }
    try database.commit()
    return Figures.seconds(from: start)
  }
}

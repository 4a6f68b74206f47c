import Billing
import JSON
import Messages
import Worker

extension Command {
  private static let timeout = Option(
    "--timeout", "SECONDS", summary: "give up after this long without any answer (default: 60)")

  private static let type = Option(
    "--type", "TYPE", values: RecordDefinition.all.map(\.type.rawValue),
    summary: "what the records of CSV files without a column type are")

  static let `import` = Command(
    CommandDescription(
      ["import"],
      summary: "store records from NDJSON files, one record a line, or from CSV files",
      details: """
        The records go to the workers in requests of up to \(ImportChunk.mostRecords), those that others refer to \
        first. A refused request is sent again without its faulty lines; those are reported as \
        FILE:LINE: message, and the exit status is 1. Importing again is safe: a record is replaced by itself.
        A file whose name ends in .csv has a first line that names its columns after the members of one type of record \
        (billingAddress.city for a member of a member), separated by commas, semicolons or tabs.
        """,
      operands: Operands("FILE…", count: 1...1_000),
      options: [type, timeout, .json],
      examples: [
        "import compose/sample/records.ndjson", "import --type Account compose/sample/accounts.csv",
        "import - < compose/sample/records.ndjson",
      ])
  ) { invocation throws(CommandFailure) in
    let broker = OperatorBroker(try invocation.configuration(), command: "import")
    let patience = try invocation.number(timeout, in: 1...86_400) ?? 60
    let source = try ImportSource(
      invocation.arguments.operands, type: invocation.arguments.value(type))
    let report = try await RequestExchange.with(
      broker, console: invocation.console, patience: .seconds(patience)
    ) { exchange throws(CommandFailure) in
      var series = ImportSeries(source: source, console: invocation.console)
      try await series.run(over: exchange)
      return series.report
    }
    if invocation.isJSON {
      invocation.console.writeJSON { report.write(to: &$0) }
    } else {
      for fault in report.faults + report.warnings { invocation.console.error(fault.text) }
      invocation.console.write(report.summary + "\n")
    }
    return report.refusedCount == 0 ? .success : .fault
  }
}

import AMQP
import Glibc
import Worker

extension Command {
  private static let fix = Option(
    "--fix", summary: "do what topology apply and migrate would, where that is what is wrong")

  private static let definitions = Option(
    "--definitions", "FILE",
    summary: "what rabbitmqctl export_definitions wrote: bindings, policies and arguments too")
  /// Bytes of a file of definitions.
  private static let longestDefinitions = 64 << 20

  static let doctor = Command(
    CommandDescription(
      ["doctor"],
      summary: "check configuration, broker, rights, topology, database, tax, promises and host",
      details: """
        One line a check: ✓ as it should be, ! worth a look or not checked, ✗ wrong, with what puts it right. Run it \
        with the worker's configuration and as its user: rights are checked against what a worker needs. Nothing is \
        changed without --fix. Exit status 0 without any ✗, 1 with one, 69 when the broker or the database does not \
        answer. The promises are those of audit, and take as long.
        """,
      options: [fix, definitions, .json],
      examples: ["doctor", "doctor --fix", "doctor --definitions now.json --json"])
  ) { invocation throws(CommandFailure) in
    var file: [UInt8]?
    if let name = invocation.arguments.value(definitions) {
      file = try RecordFile(name).wholeText(limit: longestDefinitions)
    }
    let examination = Examination(definitions: file)
    var report = await examination.run()
    if invocation.arguments.has(fix) {
      let (done, refused) = try await examination.fix(report)
      for sentence in refused { invocation.console.error("invoice-worker: \(sentence)") }
      if !done.isEmpty {
        report = await examination.run()
        report.fixes = done
      }
    }
    if invocation.isJSON {
      invocation.console.writeJSON { report.write(to: &$0) }
    } else {
      invocation.console.write(report.text)
    }
    return report.status
  }
}

import Billing
import Messages
import Storage

extension Command {
  /// How often the database is polled.
  private static let pace = Duration.milliseconds(500)

  static let runsWatch = Command(
    CommandDescription(
      ["runs", "watch"],
      summary: "show the progress of an invoice run until it has ended",
      details: "With --json a line for each change, the last one of the run that has ended."
        + " The exit status is 0 for Completed, 2 for CompletedWithErrors, 3 for Canceled.",
      operands: Operands("ID"), options: [.json], examples: ["runs watch RUN-2026-12"])
  ) { invocation throws(CommandFailure) in
    let id = InvoiceRun.ID(invocation.arguments.operands[0])
    let store = try OperatorStore(invocation.configuration())
    let console = invocation.console
    var bar = ProgressBar(total: 0, of: "chunks", console: console)
    var shown: InvoiceRun?
    while true {
      let run = try store.run(id)
      if invocation.isJSON {
        if run != shown { console.writeJSON { $0.invoiceRun(run) } }
      } else {
        // While its accounts are still being selected, there are more chunks to come.
        bar.total = run.counters.chunksMade
        bar.show(done: run.counters.chunksDone, note: RunProgress.note(run))
      }
      shown = run
      if let status = RunProgress.exitStatus(of: run.status) {
        bar.clear()
        if !invocation.isJSON {
          console.write(RunText.text(run, width: console.outputWidth))
        }
        return status
      }
      do { try await Task.sleep(for: pace) } catch { throw .interrupted }
    }
  }
}

/// What `runs watch` says of a run.
enum RunProgress {
  /// Behind the numbers of the bar, short enough for a bar beside it on a terminal of 60 columns.
  static func note(_ run: InvoiceRun) -> String {
    var parts: [String] = []
    if run.kind == .recover {
      parts.append("\(run.counters.recovered) recovered")
    } else {
      parts.append(RunWords.count(run.invoices, "invoice"))
    }
    if run.errorCount > 0 { parts.append(RunWords.count(run.errorCount, "error")) }
    return parts.joined(separator: ", ")
  }

  /// nil while it is Running.
  static func exitStatus(of status: InvoiceRun.Status) -> ExitStatus? {
    switch status {
    case .running: nil
    case .completed: .success
    case .completedWithErrors: .partiallySucceeded
    case .canceled: .failed
    }
  }
}

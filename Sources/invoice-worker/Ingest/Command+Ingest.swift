import Glibc
import JSON
import Worker

extension Command {
  private static let account = Option(
    "--account", "ID",
    summary:
      "the account of documents in XML (default: the one that the buyer's identifier, VAT identifier or address finds)"
  )
  private static let order = Option(
    "--order", "ID",
    summary:
      "the order on whose list invoices in XML are (default: the one that the document names)")
  private static let draft = Option(
    "--draft", summary: "ingest documents in XML as drafts (default: posted, under their number)")
  private static let dryRun = Option(
    "--dry-run",
    summary:
      "send nothing; check form and arithmetic, and print each document's request, one a line")
  private static let timeout = Option(
    "--timeout", "SECONDS", summary: "give up after this long without any answer (default: 60)")

  static let ingest = Command(
    CommandDescription(
      ["ingest"],
      summary: "ingest invoices: UBL 2.1, CII, Factur-X and ZUGFeRD, NDJSON",
      details: """
        An XML file holds one invoice or credit note, in UBL or as a Cross Industry Invoice (CII), also in an envelope \
        (StandardBusinessDocument); a PDF the same inside (Factur-X, ZUGFeRD), which the program invoice-documents takes \
        out; an NDJSON file the data of one invoice.ingest.v1 a line. Folders and zip archives count with all files in \
        them. Every \
        document's result is shown, and a summary. Ingesting again is safe: the same document is the same request. \
        The exit status is 0 when all were ingested, else 3 for Failed, or 4 if any was Rejected.
        """,
      operands: Operands("FILE…", count: 1...10_000),
      options: [account, order, draft, dryRun, timeout, .json],
      examples: [
        "ingest --account ACC-1001 --order ORD-77 compose/sample/invoice.xml",
        "ingest --dry-run compose/sample/invoices.ndjson",
      ])
  ) { invocation throws(CommandFailure) in
    let arguments = invocation.arguments
    let source = try IngestSource(
      arguments.operands,
      IngestSource.Defaults(
        accountId: arguments.value(account), orderId: arguments.value(order),
        isDraft: arguments.has(draft)))
    if arguments.has(dryRun) { return try showRequests(of: source, on: invocation.console) }
    let patience = try invocation.number(timeout, in: 1...86_400) ?? 60
    let broker = OperatorBroker(try invocation.configuration(), command: "ingest")
    let (results, failure) = try await interruptible { () async throws(CommandFailure) in
      try await RequestExchange.with(
        broker, console: invocation.console, patience: .seconds(patience)
      ) { exchange throws(CommandFailure) in
        var series = IngestSeries(
          source: source, console: invocation.console, isShown: !invocation.isJSON)
        return await series.run(over: exchange)
      }
    }
    summarise(results, invocation)
    if let failure { throw failure }
    let statuses = results.map(\.exitStatus)
    return statuses.max { $0.rawValue < $1.rawValue } ?? .success
  }

  /// Runs the work so that the first SIGINT or SIGTERM cancels it, and what was done until then is shown; a
  /// second one ends the process.
  private static func interruptible<Value: Sendable>(
    _ work: sending @escaping () async throws(CommandFailure) -> Value
  ) async throws(CommandFailure) -> Value {
    let task = Task { () async -> Result<Value, CommandFailure> in
      do throws(CommandFailure) { return .success(try await work()) } catch {
        return .failure(error)
      }
    }
    let isHeard = StopSignals.listen { count in
      if count > 1 { _exit(ExitStatus.interrupted.rawValue) }
      task.cancel()
    }
    guard isHeard else { throw .internal("no thread could be started for signals") }
    return try await task.value.get()
  }

  private static func showRequests(
    of source: IngestSource, on console: Console
  ) throws(CommandFailure) -> ExitStatus {
    var status = ExitStatus.success
    for document in source.documents {
      switch try source.prepare(document) {
      case .success(let prepared):
        let check = IngestCheck(prepared.request)
        if let text = check.text(of: document.place, prepared.warnings) { console.error(text) }
        if check.errors.isEmpty {
          console.write(prepared.request.body + [UInt8(ascii: "\n")])
        } else {
          status = .rejected
        }
      case .failure(let problem):
        console.error(IngestResult(place: document.place, end: .unread(problem)).text)
        status = .rejected
      }
    }
    return status
  }

  private static func summarise(_ results: [IngestResult], _ invocation: Invocation) {
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for result in results { result.write(to: &writer) }
        writer.endArray()
      }
      return
    }
    let ingested = results.count(where: \.isSuccess)
    let open = results.count { $0.end == .unanswered }
    let waiting = results.count { $0.end == .notReached }
    let refused = results.count - ingested - open - waiting
    var summary = "\(ingested) \(ingested == 1 ? "document" : "documents") ingested"
    if refused > 0 { summary += ", \(refused) not: fix those and ingest again" }
    if open > 0 { summary += ", \(open) not answered" }
    if waiting > 0 { summary += ", \(waiting) not sent" }
    invocation.console.write(summary + ".\n")
  }
}

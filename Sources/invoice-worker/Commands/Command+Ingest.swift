import JSON
import Worker

extension Command {
  private static let account = Option(
    "--account", "ID", summary: "the account of UBL documents (default: the buyer's identifier)")
  private static let order = Option(
    "--order", "ID", summary: "the order on whose list invoices from UBL documents are")
  private static let draft = Option(
    "--draft", summary: "take UBL documents in as drafts (default: posted, under their number)")
  private static let dryRun = Option(
    "--dry-run", summary: "send nothing; print each document's request, one a line")
  private static let timeout = Option(
    "--timeout", "SECONDS", summary: "give up after so long without any answer (default: 60)")

  static let ingest = Command(
    CommandDescription(
      ["ingest"],
      summary: "take in invoices from UBL 2.1 and NDJSON files",
      details: """
        A UBL file holds one invoice or credit note; an NDJSON file the data of one invoice.ingest.v1 a line. Every \
        document's result is shown, and a summary. Ingesting again is safe: the same document is the same request. \
        The exit status is 0 when all were taken in, else the gravest of 3 for Failed and 4 for Rejected.
        """,
      operands: Operands("FILE…", count: 1...10_000),
      options: [account, order, draft, dryRun, timeout, .json],
      examples: [
        "ingest --account ACC-1001 --order ORD-77 invoice.xml", "ingest --dry-run invoices.ndjson",
      ])
  ) { invocation throws(CommandFailure) in
    let arguments = invocation.arguments
    let source = try IngestSource(
      arguments.operands,
      IngestSource.Options(
        accountId: arguments.value(account), orderId: arguments.value(order),
        isDraft: arguments.has(draft)))
    if arguments.has(dryRun) { return try showRequests(of: source, on: invocation.console) }
    let patience = try invocation.number(timeout, in: 1...86_400) ?? 60
    let broker = OperatorBroker(try invocation.configuration(), command: "ingest")
    let results = try await RequestExchange.with(
      broker, console: invocation.console, patience: .seconds(patience)
    ) { exchange throws(CommandFailure) in
      var series = IngestSeries(source: source, console: invocation.console)
      return try await series.run(over: exchange)
    }
    show(results, invocation)
    let statuses = results.map(\.exitStatus)
    return statuses.max { $0.rawValue < $1.rawValue } ?? .success
  }

  private static func showRequests(
    of source: IngestSource, on console: Console
  ) throws(CommandFailure) -> ExitStatus {
    var status = ExitStatus.success
    for document in source.documents {
      switch try source.request(for: document) {
      case .success(let request): console.write(request.body + [UInt8(ascii: "\n")])
      case .failure(let problem):
        console.error(IngestResult.unread(document.place, problem.sentence).text)
        status = .rejected
      }
    }
    return status
  }

  private static func show(_ results: [IngestResult], _ invocation: Invocation) {
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for result in results { result.write(to: &writer) }
        writer.endArray()
      }
      return
    }
    for result in results { invocation.console.write(result.text + "\n") }
    let taken = results.count(where: \.isSuccess)
    let rest = results.count - taken
    invocation.console.write(
      rest == 0
        ? "\(taken) \(taken == 1 ? "document" : "documents") taken in.\n"
        : "\(taken) taken in, \(rest) not: mend those and ingest again.\n")
  }
}

import Glibc

/// What PostgreSQL itself can do with the rows of one five-line request, by pgbench: the limits that the whole system
/// is measured against.
struct DatabaseLimit {
  let bench: Bench
  var seconds = 5
  var connections: [Int] = [1, 2, 4]

  private static let folder = "Sources/benchmark/Limits"

  private struct Way {
    let title: String
    let script: String
    var isPipelined = false
    var requestsPerTransaction = 1
  }

  private static let pipelined = Way(
    title: "pipelined", script: "one-request.sql", isPipelined: true)

  private static let ways = [
    Way(title: "statement by statement", script: "one-request.sql"),
    pipelined,
    Way(title: "one statement", script: "one-statement.sql"),
    Way(
      title: "100 requests in one set-based transaction", script: "hundred-requests.sql",
      isPipelined: true, requestsPerTransaction: 100),
  ]

  func run() throws {
    Report.line(
      "database limit: the rows of one request of 5 lines, by pgbench, \(seconds) s each, durable commits"
    )
    _ = try measure(Self.ways)
  }

  /// Requests a second, pipelined, with as many connections as do best.
  func pipelined() throws(ChildProcess.Failure) -> Double {
    try measure([Self.pipelined]).max() ?? 0
  }

  /// The rates of all, on a server of their own.
  private func measure(_ ways: [Way]) throws(ChildProcess.Failure) -> [Double] {
    let database = try PrivateServer.start(.postgres, in: bench.directory + "/limit")
    var rates: [Double] = []
    do throws(ChildProcess.Failure) {
      for way in ways { rates += try measure(way, on: database) }
    } catch {
      try stop(database)
      throw error
    }
    try stop(database)
    return rates
  }

  /// The next round begins with a new one.
  private func stop(_ database: PrivateServer) throws(ChildProcess.Failure) {
    try database.stop()
    try ChildProcess.run(["rm", "-rf", database.directory])
  }

  private func measure(
    _ way: Way, on database: PrivateServer
  ) throws(ChildProcess.Failure) -> [Double] {
    var rates: [Double] = []
    for count in connections {
      // Each begins with the same small tables.
      try database.psql(
        "-c",
        "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public")
      try bench.migrate(database.url)
      try database.psql("-f", "\(Self.folder)/accounts.sql")
      try database.psql("-c", "CHECKPOINT")
      rates.append(
        try transactionsPerSecond(way, count, database) * Double(way.requestsPerTransaction))
    }
    let figures = zip(rates, connections).map { "\(Figures.whole($0)) with \($1)" }
    Report.line("  \(way.title): requests/s \(figures.joined(separator: ", ")) connections")
    return rates
  }

  private func transactionsPerSecond(
    _ way: Way, _ connections: Int, _ database: PrivateServer
  ) throws(ChildProcess.Failure) -> Double {
    let output = "\(bench.directory)/pgbench.out"
    try ChildProcess.run(
      [
        "pgbench", "--no-vacuum", "--protocol=prepared", "--client=\(connections)", "--jobs=1",
        "--time=\(seconds)", "--file=\(try script(way))", "--define=i=0",
        "--define=invoice=\(Self.invoice)", "--define=completion=\(Self.completion)", database.url,
      ],
      // As the worker's own sessions: a plan made of an empty table would read the grown one whole.
      environment: ["PGOPTIONS": "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off"],
      output: output)
    for line in TextFile.lines(of: output) where line.hasPrefix("tps = ") {
      if let rate = line.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) }) {
        return rate
      }
    }
    throw ChildProcess.Failure(description: "pgbench reported no tps; see \(output)")
  }

  /// The script's file; when pipelined, a copy in which everything after the variables is one pipeline.
  private func script(_ way: Way) throws(ChildProcess.Failure) -> String {
    let path = "\(Self.folder)/\(way.script)"
    guard way.isPipelined else { return path }
    let lines = TextFile.lines(of: path)
    guard let last = lines.lastIndex(where: { $0.hasPrefix("\\set") }) else {
      throw ChildProcess.Failure(description: "\(path) cannot be read, or sets no variable")
    }
    let text =
      lines[...last] + ["\\startpipeline"] + lines[(last + 1)...] + ["\\endpipeline"]
    let copy = "\(bench.directory)/pipelined.sql"
    guard TextFile.write(text.joined(separator: "\n") + "\n", to: copy) else {
      throw ChildProcess.Failure(description: "\(copy) cannot be written")
    }
    return copy
  }

  // MARK: The events' texts

  /// As long, and as easy to compress, as the events of such a request.
  private static let invoice: String = {
    let lines = (1...5).map { line in
      """
      {"invoiceLineId":"0198f4a2-7c1e-8e0b-9d3f-2a6b1c5e7f0\(line)-\(line)","type":"Charge","parentLineId":null,\
      "billingScheduleId":"S-1234-\(line)","orderId":null,"orderItemId":null,"name":"Product \(line)",\
      "startDate":"2026-01-01","endDate":"2026-01-31","quantity":"2","unitPrice":"12.50","unitOfMeasure":null,\
      "amount":"25.00","taxAmount":"6.25","amountWithTax":"31.25","taxProcessingStatus":"Posted",\
      "taxes":[{"name":"VAT","code":"S","category":"S","rate":"25","amount":"6.25"}]}
      """
    }
    return head("invoice.posted.v1") + """
      {"invoiceId":"0198f4a2-7c1e-8e0b-9d3f-2a6b1c5e7f01","invoiceNumber":"INV-2026-012345","status":"Posted",\
      "creationMode":"Generated","accountId":"A-1234","currency":"EUR","invoiceDate":"2026-01-01",\
      "dueDate":"2026-01-01","postedDate":"2026-01-01","billToContact":{"id":null,"name":"Accounts Payable",\
      "email":"ap@example.com"},"billingAddress":{"street":"Main Street 1","city":"Oslo","postalCode":"0150",\
      "state":null,"country":"NO"},"totalAmount":"125.00","totalTaxAmount":"31.25","totalAmountWithTax":"156.25",\
      "balance":"156.25","settlementStatus":"NotSettled","lines":[\(lines.joined(separator: ","))]}}
      """
  }()

  private static let completion =
    head("invoice-request.completed.v1") + """
      {"requestIdentifier":"generate-1234","requestType":"invoice.generate.v1","source":"benchmark",\
      "correlationId":null,"requestedBy":null,"outcome":"Succeeded","isSuccess":true,"invoices":[{\
      "invoiceId":"0198f4a2-7c1e-8e0b-9d3f-2a6b1c5e7f01","invoiceNumber":"INV-2026-012345","status":"Posted",\
      "isSuccess":true,"accountId":"A-1234","orderIds":[],"billingScheduleIds":["S-1234-0","S-1234-1","S-1234-2",\
      "S-1234-3","S-1234-4"],"currency":"EUR","totalAmount":"125.00","totalTaxAmount":"31.25",\
      "totalAmountWithTax":"156.25","dueDate":"2026-01-01","errors":[]}],"skipped":[],"skippedCount":0,"errors":[],\
      "warnings":[],"errorLogNumbers":[],"attempts":1,"receivedAt":"2026-01-01T00:00:00.123456Z",\
      "completedAt":"2026-01-01T00:00:00.234567Z"}}
      """

  private static func head(_ type: String) -> String {
    """
    {"specversion":"1.0","id":"5d0c3a1e-94b7-8f26-a1d5-7e3b9c204f68","source":"/invoice-worker","type":"\(type)",\
    "subject":"generate-1234","time":"2026-01-01T00:00:00.234567Z","datacontenttype":"application/json","data":
    """
  }
}

import AMQP
import Billing
import JSON
import Messages
import PostgreSQL
import SQLite
import Storage
import TestSupport
import Worker

extension RunningSystem {
  /// Starts a run.
  ///
  /// - Throws: ``ConditionNotMet`` where it is refused.
  @discardableResult
  package func start(_ request: SampleRequest) async throws -> RecordedMessage {
    let completion = try await complete(request)
    guard completion.outcome == "Succeeded" else {
      throw ConditionNotMet("a run: \(String(decoding: completion.body, as: UTF8.self))")
    }
    return completion
  }

  /// Starts a run and waits for its end: its completed event.
  package func run(_ request: SampleRequest) async throws -> RecordedMessage {
    let completion = try await start(request)
    return try await ended(completion.data["invoiceRun"]["invoiceRunId"].text ?? "")
  }

  /// Waits for the end of a run.
  package func ended(_ run: String) async throws -> RecordedMessage {
    try await events.first("the end of the run \(run)") {
      $0.isOfRun(run, "invoice-run.completed.v1")
    }
  }

  /// Waits for the end of the run that goes over what another made.
  package func endedAfter(_ run: String) async throws -> RecordedMessage {
    try await events.first("the end of the run after \(run)") { $0.isOfRunAfter(run) }
  }

  /// The events of a run that have come so far, without repeats.
  package func events(_ type: String, ofRun run: String) -> [RecordedMessage] {
    var seen: Set<String> = []
    return events.messages.filter { $0.isOfRun(run, type) && seen.insert($0.id).inserted }
  }

  /// How many invoices of a run are stored.
  package func invoiceCount(ofRun run: String, _ condition: String = "TRUE") throws -> Int {
    try count("SELECT count(*) FROM invoice WHERE invoice_run_id = '\(run)' AND \(condition)")
  }

  /// Keeps an account locked, as a request does that is under way; on PostgreSQL, where locks are of rows.
  package func holding<Value>(
    account: String, _ body: () async throws -> Value
  ) async throws -> Value {
    let person = try PostgreSQLConnection(PostgreSQLURL(databaseURL))
    try person.execute("BEGIN")
    _ = try person.query(
      "SELECT id FROM account WHERE id = '\(account)' FOR UPDATE", PostgreSQLParameters())
    let result: Result<Value, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    try person.execute("ROLLBACK")
    return try result.get()
  }

  /// Makes a run's first page of chunks and loses their messages, where no worker consumes the queue of runs and nothing else is in
  /// it: from then on the test says which chunk is done when (``forge(chunk:of:)``).
  ///
  /// - Returns: how many chunks there are.
  @discardableResult
  package func selectByHand(_ run: String) async throws -> Int {
    _ = try await take(from: WorkQueue.run.name)
    let session = try StoreSession(opener, for: .processing)
    var transaction = RunTransaction(
      workerName: "test", eventSource: "/test", taxEngine: RateTableTaxEngine())
    let result = try transaction.run(
      RunMessage(runId: InvoiceRun.ID(run), number: RunChunk.selection), .whole(begun: 0),
      in: session, deleting: SentRows(), handingOver: RunChunk.ofSelection)
    let sent = SentRows(
      messages: result.messages.filter { $0.pack == nil }.map(\.id),
      packs: Array(Set(result.messages.compactMap(\.pack?.id))))
    try session.transaction { transaction throws(StoreError) in
      try transaction.deleteSent(sent)
    }
    return result.messages.count
  }

  /// How many chunks of a run are done.
  package func doneChunks(of run: String) throws -> Int {
    try count("SELECT count(*) FROM invoice_run_chunk WHERE run_id = '\(run)' AND is_done")
  }

  /// Has the first chunk of a run delivered to a worker, where it cannot go on as long as `body` runs: for the lock of that account
  /// on PostgreSQL, for that of the whole file on SQLite.
  package func holdingUpFirstChunk(
    of run: String, account: String, _ body: () async throws -> Void
  ) async throws {
    switch store {
    case .postgreSQL:
      try await holding(account: account) {
        try await forge(chunk: 1, of: run)
        try await eventually("the chunk waits for the account") { try waitingForLocks() == 1 }
        try await body()
      }
    case .sqlite:
      let lock = try await lockDatabase()
      try await forge(chunk: 1, of: run)
      try await awaitEmptyQueues()
      try await body()
      try lock.rollback()
    }
  }

  /// How many sessions wait for locks; on PostgreSQL.
  package func waitingForLocks() throws -> Int {
    try count(
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
      """)
  }

  /// Publishes the message of a chunk, or of the selection, to the queue of runs.
  package func forge(chunk number: Int, of run: String) async throws {
    try await forge(["invoiceRunId": .text(run), "chunkNo": .number(String(number))])
  }

  /// Publishes a message to the queue of runs, as nobody should.
  package func forge(_ body: JSONLiteral) async throws {
    try await publish(
      to: WorkQueue.run.name,
      properties: MessageProperties(
        contentType: "application/json", type: "invoice-run.chunk.v1", appId: "forger"),
      body: body.bytes)
  }
}

extension RecordedMessage {
  package func isOfRun(_ run: String, _ type: String) -> Bool {
    routingKey == type && data["invoiceRunId"].text == run
  }

  /// Whether it is the end of the run that goes over what another made.
  package func isOfRunAfter(_ run: String) -> Bool {
    routingKey == "invoice-run.completed.v1" && data["parentRunId"].text == run
  }

  /// Of an event of a run: a counter by its name.
  package func counter(_ name: String) -> Int? { data["counters"][name].text.flatMap { Int($0) } }

  package func skipped(_ reason: String) -> Int? {
    data["counters"]["skipped"][reason].text.flatMap { Int($0) }
  }

  /// Of an event of a run: its totals, "EUR 2 187.50" (currency, invoices, amount with tax).
  package var totals: [String] {
    data["totals"].elements.map {
      [$0["currency"], $0["invoices"], $0["totalAmountWithTax"]].compactMap(\.text)
        .joined(separator: " ")
    }
  }
}

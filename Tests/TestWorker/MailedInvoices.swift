package import TestMail
import TestSupport
import Testing
package import Worker

/// Posted invoices, one for each account, a mail server, and workers that send over it.
package struct MailedInvoices {
  package let system: RunningSystem
  package let server: TestMailServer
  /// `a1@example.com` …, one for each invoice.
  package let addresses: [String]

  /// `workers`: 0 where the caller starts processes.
  package static func run(
    _ store: TestStore, count: Int, workers: Int = 2, environment: [String: String] = [:],
    documents: any AttachmentRendering = NoAttachments(),
    _ body: (MailedInvoices) async throws -> Void
  ) async throws {
    try await TestMailServer.run { server in
      var options = RunningSystem.Options()
      options.store = store
      options.workers = workers
      options.environment = access(to: server).merging(environment) { $1 }
      options.documents = documents
      try await RunningSystem.run(options) { system in
        let mailed = MailedInvoices(system: system, server: server, count: count)
        if workers > 0 {
          try await mailed.prepare()
        } else {
          let preparing = try mailed.startProcess("preparing")
          try await mailed.prepare()
          try await preparing.finish()
        }
        try await body(mailed)
      }
    }
  }

  private static func access(to server: TestMailServer) -> [String: String] {
    [
      "INVOICE_WORKER_SMTP_URL": "smtp://127.0.0.1:\(server.port)",
      "INVOICE_WORKER_EMAIL_FROM": "Example Ltd <billing@sender.example>",
      "INVOICE_WORKER_EMAIL_RATE": "1000",
    ]
  }

  private init(system: RunningSystem, server: TestMailServer, count: Int) {
    self.system = system
    self.server = server
    addresses = (1...count).map { "a\($0)@example.com" }
  }

  /// Starts a worker as a process of its own, which sends over the mail server and tells it its name. The caller ends it.
  package func startProcess(
    _ name: String, environment: [String: String] = [:]
  ) throws -> WorkerProcess {
    var access = Self.access(to: server)
    access["INVOICE_WORKER_SMTP_URL"]? += "/\(name)"
    return try system.startProcess(name, environment: access.merging(environment) { $1 })
  }

  private func prepare() async throws {
    let records: [JSONLiteral] =
      [
        [
          "type": "EmailTemplate", "id": "T", "name": "Standard", "isDefault": true,
          "subject": "Invoice {{invoice.number}}", "textBody": "Please pay {{invoice.balance}}.",
        ]
      ]
      + addresses.enumerated().flatMap { place, address in
        [
          SampleRecords.account(
            "A\(place + 1)",
            ["billToContact": ["name": "A. Payable", "email": .text(address)]]),
          SampleRecords.schedule("S\(place + 1)", account: "A\(place + 1)"),
        ]
      }
    let stored = try await system.complete(.upsert(id: "records", records))
    #expect(stored.outcome == "Succeeded", "\(String(decoding: stored.body, as: UTF8.self))")
    try await system.publish(
      addresses.indices.map { place in
        .generate(
          id: "generate-\(place)", action: "Posted", ["accountId": .text("A\(place + 1)")])
      })
    try await eventually("each account has its invoice") {
      try system.count("SELECT count(*) FROM invoice WHERE status = 'Posted'") == addresses.count
    }
  }

  /// Asks for an e-mail of each invoice.
  package func request(id: String = "send") throws -> SampleRequest {
    let ids = try system.column("SELECT id FROM invoice ORDER BY id")
    return SampleRequest(
      "invoice.send-email.v1", id: id, ["invoiceIds": .array(ids.map { .text($0) })])
  }

  /// Has each of them queued.
  package func send(id: String = "send") async throws {
    let answer = try await system.complete(request(id: id))
    #expect(answer.outcome == "Succeeded", "\(String(decoding: answer.body, as: UTF8.self))")
  }

  package func awaitStatus(_ status: String, of count: Int) async throws {
    try await eventually("\(count) are \(status)") {
      try system.count("SELECT count(*) FROM email_delivery WHERE status = '\(status)'") == count
    }
  }

  /// As if the time that queued e-mails wait for had come.
  package func makeDue() throws {
    try system.execute(
      "UPDATE email_delivery SET not_before = queued_at, due_at = queued_at WHERE status = 'Queued'"
    )
  }

  /// As if the time between attempts were over, for those that no relay holds.
  package func endWaits() throws {
    try system.execute(
      """
      UPDATE email_delivery SET not_before = queued_at, due_at = queued_at
      WHERE status = 'Queued' AND due_at = not_before AND not_before > queued_at
      """)
  }

  package func events(_ type: String) -> [RecordedMessage] {
    system.events.messages.filter { $0.routingKey == type }
  }
}

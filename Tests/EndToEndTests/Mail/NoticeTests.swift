import Billing
import JSON
import Storage
import TestMail
import TestSupport
import TestWorker
import Testing

/// E-mails of a run, and what people are told of requests and runs, through a real broker and a real mail server.
@Suite(.bothStores) struct NoticeTests {
  private static let person: JSONLiteral = ["email": "ops@example.com", "notify": true]

  @Test(
    "A run that is Posted sends its invoices when it has ended; who asked is told of both ends",
    arguments: TestStore.both)
  func emailsOfRun(on store: TestStore) async throws {
    try await MailedInvoices.run(
      store, count: 3, environment: ["INVOICE_WORKER_EMAIL_DAILY_LIMIT": "3"]
    ) { mailed in
      let system = mailed.system
      let end = try await system.run(
        .startRun(
          "RUN", accounts: nil, action: "Posted", targetDate: "2026-03-01",
          ["then": ["email": true], "requestedBy": Self.person]))
      #expect(end.data["status"].text == "Completed")
      let completed = try await system.events.first("the end of the Email run") {
        $0.routingKey == "invoice-run.completed.v1" && $0.data["parentRunId"].text == "RUN"
      }
      #expect(completed.data["kind"].text == "Email")
      #expect(completed.data["status"].text == "Completed")
      #expect(completed.counter("emailsQueued") == 3)
      // The limit of a day is used up by the invoices: notices stand outside of it.
      try await mailed.awaitStatus("Sent", of: 5)
      let notices = try mailed.server.messages.filter { $0.recipients == ["ops@example.com"] }
      let subjects = notices.compactMap { $0.headers["subject"] }
      #expect(subjects.contains { $0.hasPrefix("Completed: invoice run RUN (Generate)") })
      #expect(subjects.contains { $0.hasSuffix("(Email)") })
      #expect(try mailed.server.messages.count == 5)
      let again = try await system.run(
        SampleRequest("invoice.send-email.v1", id: "again", ["invoiceRunId": "RUN"]))
      #expect(again.counter("emailsQueued") == 0)
      #expect(again.skipped("AlreadySent") == 3)
    }
  }

  @Test(
    "A run that queues more than the day has room for says so at its end, wherever a person looks",
    arguments: TestStore.both)
  func dailyLimitOfRun(on store: TestStore) async throws {
    try await MailedInvoices.run(
      store, count: 3, environment: ["INVOICE_WORKER_EMAIL_DAILY_LIMIT": "2"]
    ) { mailed in
      let system = mailed.system
      _ = try await system.run(
        .startRun(
          "RUN", accounts: nil, action: "Posted", targetDate: "2026-03-01",
          ["then": ["email": true], "requestedBy": Self.person]))
      let completed = try await system.events.first("the end of the Email run") {
        $0.routingKey == "invoice-run.completed.v1" && $0.data["parentRunId"].text == "RUN"
      }
      #expect(completed.data["status"].text == "Completed")
      #expect(completed.counter("emailsQueued") == 3)
      #expect(completed.counter("emailsPostponed") == 1)
      #expect(completed.data["warnings"].texts("errorCode") == ["EMAIL_DAILY_LIMIT"])
      let id = try #require(completed.data["invoiceRunId"].text)
      let run = try #require(try system.queries { try $0.run(RecordID(id)) })
      #expect(run.warnings.first?.message.hasPrefix("1 of 3 e-mails wait") == true)
      try await mailed.awaitStatus("Sent", of: 4)
      let notice = try #require(
        try mailed.server.messages.first {
          $0.headers["subject"]?.hasSuffix("invoice run \(id) (Email)") == true
        })
      #expect(notice.parts.contains { $0.text?.contains("1 of 3 e-mails wait") == true })
    }
  }

  @Test(
    "The result of a request is mailed where that is asked for, once, also where it is rejected",
    arguments: TestStore.both)
  func ofRequest(on store: TestStore) async throws {
    try await MailedInvoices.run(store, count: 1) { mailed in
      let system = mailed.system
      let request = SampleRequest.generate(
        id: "told", action: "Posted", ["accountId": "A1", "requestedBy": Self.person],
        targetDate: "2026-03-01")
      let completion = try await system.complete(request)
      #expect(completion.outcome == "Succeeded")
      let rejected = SampleRequest(
        "invoice.cancel.v1", id: "rejected", ["colour": "red", "requestedBy": Self.person])
      #expect(try await system.complete(rejected).outcome == "Rejected")
      try await mailed.awaitStatus("Sent", of: 2)
      let subjects = try mailed.server.messages.compactMap { $0.headers["subject"] }
      #expect(
        Set(subjects) == [
          "Succeeded: invoice.generate.v1 told", "Rejected: invoice.cancel.v1 rejected",
        ])
      #expect(try system.count("SELECT count(*) FROM email_delivery WHERE invoice_id IS NULL") == 2)
    }
  }

  @Test(
    "Without a mail server nothing is queued, and the completion says so", arguments: TestStore.both
  )
  func notConfigured(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let system = customers.system
    let account = try await customers.store("A")
    let before = try system.count("SELECT count(*) FROM email_delivery")
    let completion = try await system.complete(
      .generate(
        id: newIdentifier(), ["accountId": .text(account), "requestedBy": Self.person]))
    #expect(completion.outcome == "Succeeded")
    #expect(completion.data["warnings"].texts("errorCode") == ["EMAIL_NOT_CONFIGURED"])
    #expect(completion.data["requestedBy"]["notify"] == .bool(true))
    #expect(try system.count("SELECT count(*) FROM email_delivery") == before)
  }
}

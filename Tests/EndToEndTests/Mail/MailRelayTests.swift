import TestMail
import TestSupport
import TestWorker
import Testing

/// E-mails from the request to a real mail server, with its faults.
@Suite struct MailRelayTests {
  @Test("What is queued is sent once, over two workers, and reported", arguments: TestStore.both)
  func sent(on store: TestStore) async throws {
    try await MailedInvoices.run(store, count: 8) { mailed in
      try await mailed.send()
      try await mailed.awaitStatus("Sent", of: 8)
      let messages = try mailed.server.messages
      #expect(messages.count == 8 && Set(messages.compactMap(\.id)).count == 8)
      #expect(Set(messages.flatMap(\.recipients)) == Set(mailed.addresses))
      #expect(messages.allSatisfy { $0.headers["subject"]?.hasPrefix("Invoice INV-") == true })
      try await eventually("each is reported") { mailed.events("email.sent.v1").count == 8 }
      #expect(
        try mailed.system.count("SELECT count(*) FROM invoice_event WHERE kind = 'EmailSent'") == 8)
    }
  }

  @Test(
    "A message that is refused for good is Failed, with its log, and no other waits for it",
    arguments: TestStore.both)
  func failed(on store: TestStore) async throws {
    try await MailedInvoices.run(store, count: 4) { mailed in
      try await mailed.server.follow(.at(.recipient, "^a2@", reply: "550 unknown"))
      try await mailed.send()
      try await mailed.awaitStatus("Sent", of: 3)
      try await mailed.awaitStatus("Failed", of: 1)
      try await eventually("it is reported") { mailed.events("email.failed.v1").count == 1 }
      let data = mailed.events("email.failed.v1")[0].data
      #expect(data["to"].texts == ["a2@example.com"] && data["diagnostic"].text == "550 unknown")
      #expect(
        try mailed.system.count(
          "SELECT count(*) FROM error_log WHERE category = 'InvoiceEmail'") == 1)
    }
  }

  @Test(
    "What is refused for now, or lost under way, waits a minute and is sent under the same Message-ID",
    arguments: TestStore.both)
  func deferred(on store: TestStore) async throws {
    try await MailedInvoices.run(store, count: 3) { mailed in
      try await mailed.server.follow(
        .at(.recipient, "^a1@", times: 1, reply: "450 later"),
        .at(.content, times: 1, then: .takeAndDrop))
      try await mailed.send()
      try await mailed.awaitStatus("Sent", of: 1)
      try await eventually("two have an attempt behind them") {
        try mailed.system.count(
          "SELECT count(*) FROM email_delivery WHERE status = 'Queued' AND attempts = 1 AND not_before > queued_at"
        )
          == 2
      }
      try mailed.makeDue()
      try await mailed.awaitStatus("Sent", of: 3)
      let ids = try mailed.server.messages.compactMap(\.id)
      #expect(ids.count == 4 && Set(ids).count == 3)
    }
  }

  @Test("The fifth attempt is the last", arguments: TestStore.both)
  func attemptsUsedUp(on store: TestStore) async throws {
    try await MailedInvoices.run(store, count: 1) { mailed in
      try await mailed.server.follow(.at(.content, reply: "451 greylisted"))
      try await mailed.send()
      for attempt in 1...4 {
        try await eventually("attempt \(attempt) is noted") {
          try mailed.system.count(
            "SELECT count(*) FROM email_delivery WHERE attempts = \(attempt) AND diagnostic IS NOT NULL AND due_at = not_before"
          )
            == 1
        }
        try mailed.makeDue()
      }
      try await mailed.awaitStatus("Failed", of: 1)
      #expect(try mailed.system.count("SELECT attempts FROM email_delivery") == 5)
    }
  }

  @Test(
    "A server that is away costs no attempt, is reported once, and gets everything when it is back",
    arguments: TestStore.both)
  func away(on store: TestStore) async throws {
    try await MailedInvoices.run(store, count: 3, workers: 1) { mailed in
      try await mailed.server.follow(.at(.sender, reply: "451 not now"))
      try await mailed.send()
      try await eventually("it is tried more than once") {
        try mailed.server.arguments(of: "MAIL").count >= 2
      }
      try await eventually("no attempt is counted") {
        try mailed.system.count("SELECT count(*) FROM email_delivery WHERE attempts = 0") == 3
      }
      try await mailed.server.follow()
      try await mailed.awaitStatus("Sent", of: 3)
      let log = mailed.system.log
      #expect(log.matches(of: /the mail server is away/).count == 1)
      #expect(log.matches(of: /the mail server is back/).count == 1)
    }
  }

  @Test(
    "What was suppressed or voided while it waited is Failed and not sent; the others are",
    arguments: TestStore.both)
  func forbiddenMeanwhile(on store: TestStore) async throws {
    try await MailedInvoices.run(store, count: 3) { mailed in
      let system = mailed.system
      try await mailed.send()
      try await mailed.awaitStatus("Sent", of: 3)
      let first = try mailed.server.messages
      let bounced = try #require(first.first { $0.recipients == ["a1@example.com"] }?.id)
      try await mailed.server.follow(.at(.sender, reply: "451 not now"))
      let ids = try system.column("SELECT id FROM invoice ORDER BY account_id")
      let again = try await system.complete(
        SampleRequest(
          "invoice.send-email.v1", id: "again",
          ["invoiceIds": .array(ids.map { .text($0) }), "resend": true]))
      #expect(again.outcome == "Succeeded")

      let report = try await system.complete(
        SampleRequest(
          "email.report-bounce.v1", id: "bounce",
          ["messageId": .text(bounced), "kind": "Hard", "diagnostic": "550 unknown"]))
      #expect(report.outcome == "Succeeded")
      try await eventually("the bounce is told") { mailed.events("email.bounced.v1").count == 1 }
      #expect(try await system.complete(.void([ids[1]])).outcome == "Succeeded")
      try await eventually("the voided one is Failed at once") {
        mailed.events("email.failed.v1").count == 1
      }
      try await mailed.server.follow()
      try await eventually("the suppressed one is Failed") {
        try mailed.makeDue()
        return mailed.events("email.failed.v1").count == 2
      }
      try await mailed.awaitStatus("Sent", of: 3)
      let failed = mailed.events("email.failed.v1").flatMap { $0.data["to"].texts }
      #expect(Set(failed) == ["a1@example.com", "a2@example.com"])
      #expect(
        try mailed.server.messages.dropFirst(3).map(\.recipients) == [["a3@example.com"]])
      // Who voided the invoice knows; of the other there is a log.
      let codes = try system.column(
        "SELECT error_code FROM error_log WHERE category = 'InvoiceEmail'")
      #expect(codes == ["EMAIL_ADDRESS_SUPPRESSED"])
      let sending = try await system.complete(mailed.request(id: "third"))
      #expect(sending.data["errors"].texts("errorCode").contains("EMAIL_ADDRESS_SUPPRESSED"))
      let lifted = try await system.complete(
        SampleRequest("email.unsuppress.v1", id: "lift", ["address": "A1@Example.com"]))
      #expect(lifted.outcome == "Succeeded")
      #expect(try system.count("SELECT count(*) FROM email_suppression") == 0)
    }
  }

  @Test(
    "E47: beyond the daily limit e-mails wait for the next day, and none fails",
    arguments: TestStore.both)
  func dailyLimit(on store: TestStore) async throws {
    try await MailedInvoices.run(
      store, count: 6, environment: ["INVOICE_WORKER_EMAIL_DAILY_LIMIT": "4"]
    ) { mailed in
      try await mailed.send()
      try await mailed.awaitStatus("Sent", of: 4)
      try await eventually("the others wait") {
        try mailed.system.count(
          "SELECT count(*) FROM email_delivery WHERE status = 'Queued' AND attempts = 0 AND not_before > queued_at"
        )
          == 2
      }
      // As if the day were over.
      try mailed.system.execute("DELETE FROM email_day")
      try mailed.makeDue()
      try await mailed.awaitStatus("Sent", of: 6)
      #expect(try mailed.server.messages.count == 6)
    }
  }
}

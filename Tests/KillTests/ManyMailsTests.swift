import Foundation
import TestMail
import TestSupport
import TestWorker
import Testing
import Worker

/// Many e-mails, a mail server with every fault there is, and workers that are killed again and again.
@Suite struct ManyMailsTests {
  /// More than those of every test run: `INVOICE_WORKER_KILL_EMAILS=1000`.
  private static let count =
    ProcessInfo.processInfo.environment["INVOICE_WORKER_KILL_EMAILS"].flatMap { Int($0) } ?? 60

  @Test(
    "Nothing is lost, and only what was cut off between DATA and the commit comes twice, under its Message-ID",
    arguments: TestStore.both)
  func killedAgainAndAgain(on store: TestStore) async throws {
    let count = max(24, Self.count)
    try await MailedInvoices.run(store, count: count, workers: 0) { mailed in
      let faults = MailFaults(count: count, seed: 1)
      try await mailed.server.follow(faults.rules)
      var load = KilledMailWorkers(mailed, seed: 1)
      try await mailed.system.publish(try Self.requests(mailed, faults))
      for round in 0..<min(40, count / 10) where try load.unsettled > 0 {
        try await load.run(round)
      }
      try await load.finish()

      let emails = try SettledEmail.all(in: mailed.system)
      #expect(emails.count == count)
      let arrivals = Dictionary(grouping: try mailed.server.messages) { $0.id ?? "" }
      #expect(arrivals.count <= count, "each under one Message-ID")
      for email in emails {
        let violation = email.violation(
          faults.ends[email.number], arrivals[email.messageId, default: []],
          killed: load.leftBehind)
        #expect(violation == nil, "a\(email.number): \(email)")
      }
      // The scripts alone see to that.
      #expect(arrivals.values.contains { $0.count > 1 })
      #expect(!load.leftBehind.isEmpty)
      try Self.expectReports(of: emails, mailed)
    }
  }

  /// Those with two recipients by requests of their own.
  private static func requests(
    _ mailed: MailedInvoices, _ faults: MailFaults
  ) throws -> [SampleRequest] {
    let numbers = try mailed.system.column(
      "SELECT account_id FROM invoice ORDER BY id"
    ).compactMap { Int($0.dropFirst()) }
    let ids = try mailed.system.column("SELECT id FROM invoice ORDER BY id")
    let all = zip(numbers, ids)
    let pairs = all.filter { faults.ends[$0.0] == .takenInPart }
    let others = all.filter { faults.ends[$0.0] != .takenInPart }.map { JSONLiteral.text($0.1) }
    return pairs.map { number, id in
      SampleRequest(
        "invoice.send-email.v1", id: "send-\(number)",
        [
          "invoiceIds": [.text(id)],
          "to": [.text("a\(number)@example.com"), .text("b\(number)@example.com")],
        ])
    }
      + stride(from: 0, to: others.count, by: 150).map { start in
        SampleRequest(
          "invoice.send-email.v1", id: "send-from-\(start)",
          ["invoiceIds": .array(Array(others[start...].prefix(150)))])
      }
  }

  /// Each is reported as what it has become: once, after repeats by the event's identifier, and in the invoice's timeline; the
  /// Failed with their log.
  private static func expectReports(of emails: [SettledEmail], _ mailed: MailedInvoices) throws {
    for (status, type, kind) in [
      ("Sent", "email.sent.v1", "EmailSent"), ("Failed", "email.failed.v1", "EmailFailed"),
    ] {
      let ids = emails.filter { $0.status == status }.map(\.id).sorted()
      var reported: [String: String] = [:]
      for event in mailed.events(type) { reported[event.id] = event.data["emailId"].text }
      #expect(reported.values.sorted() == ids, "\(type)")
      #expect(
        try mailed.system.count("SELECT count(*) FROM invoice_event WHERE kind = '\(kind)'")
          == ids.count)
    }
    #expect(
      try mailed.system.count("SELECT count(*) FROM error_log WHERE category = 'InvoiceEmail'")
        == emails.count { $0.status == "Failed" })
  }
}

/// What the database says of an e-mail at the end.
private struct SettledEmail {
  let id: String
  let number: Int
  let status: String
  let attempts: Int
  let diagnostic: String

  var messageId: String { "<\(id)@sender.example>" }

  static func all(in system: RunningSystem) throws -> [SettledEmail] {
    let order = "FROM email_delivery ORDER BY email_id"
    let ids = try system.column("SELECT email_id \(order)")
    let recipients = try system.column("SELECT recipients \(order)")
    let statuses = try system.column("SELECT status \(order)")
    let attempts = try system.column("SELECT CAST(attempts AS text) \(order)")
    let diagnostics = try system.column("SELECT coalesce(diagnostic, '') \(order)")
    return ids.indices.map { place in
      SettledEmail(
        id: ids[place],
        number: Int(recipients[place].dropFirst().prefix { $0.isNumber }) ?? 0,
        status: statuses[place], attempts: Int(attempts[place]) ?? 0,
        diagnostic: diagnostics[place])
    }
  }

  /// What is not as promised, given what was to become of it, how often it arrived, and what workers that were killed had left
  /// Queued, by their names; nil where everything is.
  func violation(
    _ end: MailFaults.End?, _ arrivals: [TestMailServer.Message], killed: [String: Set<String>]
  ) -> String? {
    let cuts = arrivals.count { message in
      !message.answered || killed[message.client ?? "", default: []].contains(id)
    }
    guard arrivals.count <= attempts, attempts <= 5 else { return "there are more than attempts" }
    guard Set(arrivals.map { [$0.recipients, $0.parts.compactMap(\.text)] }).count <= 1 else {
      return "it is another message"
    }
    switch (status, end) {
    case ("Sent", .taken):
      guard diagnostic.isEmpty else { return "it has a diagnostic" }
      return arrivals.count == cuts + 1 ? nil : "it came \(arrivals.count) times, cut \(cuts)"
    case ("Sent", .takenInPart):
      guard diagnostic == "b\(number)@example.com: 550 no such user" else {
        return "the refused one is not named"
      }
      return arrivals.count == cuts + 1 ? nil : "it came \(arrivals.count) times, cut \(cuts)"
    case ("Failed", .refused(let reply)) where diagnostic == reply:
      return arrivals.count == cuts ? nil : "it came \(arrivals.count) times, cut \(cuts)"
    case ("Failed", .neverTaken(let reply)) where diagnostic == reply && attempts == 5:
      return arrivals.count == cuts ? nil : "it came \(arrivals.count) times, cut \(cuts)"
    case ("Failed", .some) where attempts == 5 && !diagnostic.isEmpty:
      // So many faults and kills that there was no attempt left.
      return arrivals.count == cuts ? nil : "it came \(arrivals.count) times, cut \(cuts)"
    default: return "it is not what was to become of it"
    }
  }
}

internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

/// What keeps long histories of e-mails and tasks cheap.
extension ConformanceCase {
  static let upkeep = [
    ConformanceCase("texts of e-mails that were settled long ago are dropped, a few at a time") {
      opener in
      let session = try opener.migrated()
      let emails =
        [EmailFixtures.full]
        + (2...5).map { EmailFixtures.email(RecordID("E-\($0)"), after: Int64($0)) }
      for email in emails { try session.queue(email) }
      // E-2 stays Queued.
      for email in emails where email.id != "E-2" {
        _ = try session.transaction { transaction throws(StoreError) in
          try transaction.settle(
            email,
            email.id == "E-3"
              ? .failed(nil, diagnostic: "550", refused: []) : .sent(refused: []))
        }
      }
      let end = Fixtures.later(seconds: 5)
      #expect(try session.shortenEmails(before: end, limit: 2) == 2)
      #expect(try session.shortenEmails(before: end, limit: 2) == 1)
      #expect(try session.shortenEmails(before: end, limit: 2) == 0)
      // The one that waits says what it said, as does the one that is not so old; of the others all else is as before.
      let database = try opener.open(for: .reading)
      var left: [String] = []
      try database.query(
        """
        SELECT email_id FROM email_delivery WHERE text_body <> '' OR html_body IS NOT NULL
        ORDER BY email_id
        """
      ) { row throws(StoreError) in
        var decoder = RowDecoder(row)
        left.append(try decoder.text())
      }
      #expect(left == ["E-2", "E-5"])
      let shown = try Queries(session).emails(.all, limit: 9)
      #expect(shown.map(\.id) == ["E-5", "E-4", "E-3", "E-2", "E-1"])
      #expect(shown.map(\.status) == [.sent, .sent, .failed, .queued, .sent])
      #expect(shown.last?.subject == emails[0].subject && shown.last?.cc == emails[0].cc)
    },

    ConformanceCase("what of a run's e-mails the day has no room for is counted at its end") {
      opener in
      let session = try opener.migrated()
      func postponed(of queued: Int, limit: Int, on day: CivilDate) throws -> Int {
        try session.transaction { transaction throws(StoreError) in
          try transaction.emailsPostponed(of: queued, limit, on: day)
        }
      }
      let today = Fixtures.now.date
      for number in 1...5 { try session.queue(EmailFixtures.email(RecordID("E-\(number)"))) }
      try session.queue(EmailFixtures.email("NOTICE", of: nil))
      #expect(try postponed(of: 5, limit: 5, on: today) == 0)
      #expect(try postponed(of: 5, limit: 3, on: today) == 2)
      // However many of them were counted meanwhile.
      for id in ["E-1", "E-2", "E-3"] as [EmailDelivery.ID] {
        _ = try session.countAttempt(
          of: EmailFixtures.email(id), day: today, dailyLimit: 3,
          leaseUntil: Fixtures.later(seconds: 60))
        #expect(try postponed(of: 5, limit: 3, on: today) == 2)
      }
      // Not more than the run has queued, whoever else waits; and of another day all of it is left.
      #expect(try postponed(of: 1, limit: 3, on: today) == 1)
      #expect(try postponed(of: 0, limit: 3, on: today) == 0)
      #expect(try postponed(of: 5, limit: 3, on: today.adding(days: 1)) == 0)
    },

    ConformanceCase("a long history of tasks hides neither the latest nor the latest that stands") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([
        try LedgerFixtures.invoice("I-1", "100.00"), try LedgerFixtures.invoice("I-2", "100.00"),
      ])
      var effects = TaskEffects()
      for number in 1...60 {
        var task = InvoiceTask(
          id: RecordID("T-\(number)"), invoiceId: number.isMultiple(of: 2) ? "I-1" : "I-2",
          kind: InvoiceTask.Kind.allCases[number % 3], requestedAt: Fixtures.now,
          request: RequestKey(source: "crm", identifier: "r-1"))
        task.status = number == 8 ? .succeeded : .failed
        effects.requested.append(task)
      }
      let written = effects
      try session.transaction { transaction throws(StoreError) in try transaction.write([written]) }
      let facts = try session.load(
        RunTasks(scope: .invoices(["I-1", "I-2"]), kinds: InvoiceTask.Kind.allCases).factsNeeded)
      for (place, kind) in InvoiceTask.Kind.allCases.enumerated() {
        for (remainder, invoice) in [(0, "I-1"), (1, "I-2")] as [(Int, Invoice.ID)] {
          let last = (1...60).last { $0 % 3 == place && $0 % 2 == remainder }
          #expect(facts.tasks.latest(kind, of: invoice)?.id.text == last.map { "T-\($0)" })
          let standing = place == 8 % 3 && remainder == 0 ? "T-8" : nil
          #expect(facts.tasks.latestNotFailed(kind, of: invoice)?.id.text == standing)
        }
      }
    },

    ConformanceCase("tasks, e-mails and runs from before are found, shortened and shown") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.invoice("I-1", number: "N-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade(upTo: 19)
      for (id, status) in [("T-2", "Failed"), ("T-1", "Requested")] {
        try earlier.execute(
          """
          INSERT INTO invoice_task (id, invoice_id, kind, requested_at, request_source,
            request_identifier, status)
          VALUES (\(id), 'I-1', 'Send', \(Fixtures.now), '', 'r', \(status))
          """)
      }
      for (id, status) in [("E-1", "Sent"), ("E-2", "Queued")] {
        try earlier.execute(
          """
          INSERT INTO email_delivery (email_id, invoice_id, recipients, copies, subject, text_body,
            attachments, request_source, request_identifier, queued_at, status, attempts,
            not_before, due_at)
          VALUES (\(id), 'I-1', 'a@example.com', '', 'S', 'Dear', '', '', 'r', \(Fixtures.now),
            \(status), 1, \(Fixtures.now), \(Fixtures.now))
          """)
      }
      try earlier.execute(
        """
        INSERT INTO invoice_run (id, kind, status, run_date, is_target_date_inclusive,
          allows_zero_amount_invoices, posts_when_ended, retries_when_ended, started_at, error_count,
          emails_queued)
        VALUES ('RUN-1', 'Email', 'Completed', \(try Fixtures.date("2026-02-01")), \(false),
          \(false), \(false), \(false), \(Fixtures.now), 0, 7)
        """)
      try earlier.upgrade()

      let session = try opener.session()
      let queries = Queries(session)
      #expect(try queries.tasks(of: "I-1").map(\.id) == ["T-2", "T-1"])
      let facts = try session.load(RunTasks(scope: .invoices(["I-1"]), kinds: [.send]).factsNeeded)
      #expect(facts.tasks.latest(.send, of: "I-1")?.id == "T-1")
      let run = try #require(try queries.run("RUN-1"))
      #expect(run.counters.emailsQueued == 7 && run.counters.emailsPostponed == 0)
      #expect(run.warnings.isEmpty)
      #expect(try session.shortenEmails(before: Fixtures.later(seconds: 1), limit: 5) == 1)
      let leased = try session.leaseEmails(
        limit: 5, now: Fixtures.later(seconds: 1), until: Fixtures.later(seconds: 61))
      #expect(leased.map(\.email.textBody) == ["Dear"])
    },
  ]
}

internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  /// What a mail relay asks of the store.
  static let emailRelays = [
    ConformanceCase("an e-mail is leased by one relay, until its lease ends or it is given back") {
      opener in
      let session = try opener.migrated()
      try session.queue(
        EmailFixtures.email("E-1"), EmailFixtures.email("E-2", after: 1),
        EmailFixtures.email("E-3", after: 100))
      let now = Fixtures.later(seconds: 10)
      let until = Fixtures.later(seconds: 70)
      func lease(_ limit: Int = 10, at now: UTCInstant) throws -> [String] {
        try session.leaseEmails(limit: limit, now: now, until: until).map(\.email.id.text)
      }
      #expect(try session.nextEmailDue() == Fixtures.now)
      #expect(try lease(1, at: now) == ["E-1"])
      #expect(try lease(at: now) == ["E-2"])
      #expect(try lease(at: now) == [])
      #expect(try session.nextEmailDue() == until && session.countQueuedEmails() == 3)
      try session.releaseEmails(["E-2"], now: now)
      #expect(try lease(at: now) == ["E-2"])
      #expect(try lease(at: until) == ["E-1", "E-2"])
    },

    ConformanceCase("relays at the same time never hold the same e-mail") { opener in
      let session = try opener.migrated()
      for number in 0..<40 { try session.queue(EmailFixtures.email(RecordID("E-\(number)"))) }
      let leased = try await concurrently(4) { _ in
        let session = try opener.session()
        var mine: [String] = []
        for _ in 0..<5 {
          mine += try untilUncontended { () throws(StoreError) in
            try session.leaseEmails(
              limit: 3, now: Fixtures.later(seconds: 1), until: Fixtures.later(seconds: 61))
          }.map(\.email.id.text)
        }
        return mine
      }
      let all = leased.flatMap(\.self)
      #expect(all.count == Set(all).count && all.count >= 15)
    },

    ConformanceCase("what was suppressed or voided since is told with the lease") { opener in
      let session = try opener.migrated()
      var voided = try LedgerFixtures.invoice("I-2", "1.00")
      voided.status = .voided
      try session.storeInvoiced([try LedgerFixtures.invoice("I-1", "100.00"), voided])
      try session.queue(EmailFixtures.full, EmailFixtures.email("E-2", of: "I-2"))
      var effects = EmailEffects()
      effects.suppressed = ["b@example.com", "c@example.com", "z@example.com"].map {
        EmailSuppression(address: $0, reason: "Hard")
      }
      try session.write(emails: [effects])
      let leased = try session.leaseEmails(
        limit: 10, now: Fixtures.now, until: Fixtures.later(seconds: 60))
      #expect(leased.map(\.suppressed) == [["b@example.com", "c@example.com"], []])
      #expect(leased.map(\.isVoided) == [false, true])
    },

    ConformanceCase("an attempt is counted once, and taken back with the day's count") { opener in
      let session = try opener.migrated()
      var email = EmailFixtures.email("E-1")
      try session.queue(email)
      let day = Fixtures.now.date
      func admit() throws -> EmailAdmission {
        try session.countAttempt(
          of: email, day: day, dailyLimit: 1, leaseUntil: Fixtures.later(seconds: 60))
      }
      #expect(try admit() == .admitted(attempt: 1))
      // As another relay would, that leased it before.
      #expect(try admit() == .noLongerQueued)
      email.attempts = 1
      try session.takeBackAttempt(of: email, now: Fixtures.later(seconds: 5))
      #expect(try session.nextEmailDue() == Fixtures.later(seconds: 5))
      // Not twice.
      try session.takeBackAttempt(of: email, now: Fixtures.now)
      email.attempts = 0
      #expect(try admit() == .admitted(attempt: 1))
      for attempt in 2...5 {
        email.attempts = attempt - 1
        // Counted on the day of its first attempt: no limit of a later one holds it up.
        #expect(try admit() == .admitted(attempt: attempt))
      }
      email.attempts = 5
      #expect(try admit() == .attemptsUsedUp)
      var needed = FactsNeeded()
      needed.invoices.emailed = [["none"]]
      #expect(try session.load(needed).emails.sent == [day: 1])
    },

    ConformanceCase("E47: beyond the day's limit e-mails wait for 00:00 UTC, and none fails") {
      opener in
      let session = try opener.migrated()
      for number in 0..<8 { try session.queue(EmailFixtures.email(RecordID("E-\(number)"))) }
      let notice = EmailFixtures.email("N", of: nil)
      try session.queue(notice)
      let day = Fixtures.now.date
      let midnight = UTCInstant(startOf: day.adding(days: 1))
      let admissions = try await concurrently(4) { place in
        let session = try opener.session()
        return try [2 * place, 2 * place + 1].map { number in
          try untilUncontended { () throws(StoreError) in
            try session.countAttempt(
              of: EmailFixtures.email(RecordID("E-\(number)")), day: day, dailyLimit: 5,
              leaseUntil: midnight)
          }
        }
      }.flatMap(\.self)
      #expect(admissions.count { $0 == .admitted(attempt: 1) } == 5)
      #expect(admissions.count { $0 == .overDailyLimit } == 3)
      // Notices are not counted.
      #expect(
        try session.countAttempt(of: notice, day: day, dailyLimit: 5, leaseUntil: midnight)
          == .admitted(attempt: 1))
      let waiting = try Queries(session).emails(.status(.queued), limit: 20)
        .filter { $0.attempts == 0 }
      #expect(waiting.count == 3 && waiting.allSatisfy { $0.notBefore == midnight })
      // Given back before midnight, they wait all the same.
      try session.releaseEmails(waiting.map(\.id), now: Fixtures.now)
      let early = try session.leaseEmails(limit: 20, now: Fixtures.now, until: midnight)
      #expect(early.isEmpty)
      for email in waiting {
        #expect(
          try session.countAttempt(
            of: email, day: day.adding(days: 1), dailyLimit: 5, leaseUntil: midnight)
            == .admitted(attempt: 1))
      }
    },

    ConformanceCase("an e-mail is settled once, by the relay that counted its last attempt") {
      opener in
      let session = try opener.migrated()
      var email = EmailFixtures.email("E-1")
      try session.queue(email)
      func settle(_ transition: EmailTransition) throws -> EmailDelivery? {
        try session.transaction { transaction throws(StoreError) in
          try transaction.settle(email, transition)
        }
      }
      _ = try session.countAttempt(
        of: email, day: Fixtures.now.date, dailyLimit: nil, leaseUntil: Fixtures.later(seconds: 60))
      #expect(try settle(.sent(refused: [])) == nil, "another relay has counted an attempt")
      email.attempts = 1
      let later = Fixtures.later(seconds: 300)
      let waiting = try #require(try settle(.later(later, diagnostic: "451 busy")))
      #expect(waiting.status == .queued && waiting.notBefore == later)
      #expect(try session.nextEmailDue() == later)
      let sent = try #require(
        try settle(.sent(refused: [RefusedRecipient(address: "b@x", diagnostic: "550")])))
      #expect(sent.status == .sent && sent.diagnostic == "b@x: 550")
      #expect(try settle(.failed(nil, diagnostic: "x", refused: [])) == nil)
      let stored = try #require(try Queries(session).emails(.all, limit: 2).first)
      #expect(stored.status == .sent && stored.attempts == 1)
      #expect(try session.countQueuedEmails() == 0 && session.nextEmailDue() == nil)
    },
  ]
}

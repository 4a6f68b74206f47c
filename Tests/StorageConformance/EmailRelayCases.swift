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
      var last: [LeasedEmail] = []
      func lease(
        _ limit: Int = 10, at now: UTCInstant, until end: UTCInstant? = nil
      ) throws -> [String] {
        last = try session.leaseEmails(limit: limit, now: now, until: end ?? until)
        return last.map(\.email.id.text)
      }
      #expect(try session.nextEmailDue() == Fixtures.now)
      #expect(try session.countQueuedEmails() == 3)
      #expect(try lease(1, at: now) == ["E-1"])
      #expect(try lease(at: now) == ["E-2"])
      let held = last
      #expect(try lease(at: now) == [])
      #expect(try session.nextEmailDue() == until)
      try session.releaseEmails(held, now: now)
      #expect(try lease(at: now) == ["E-2"])
      // The lease is over and another relay has it: who had it before gives nothing back.
      let next = Fixtures.later(seconds: 130)
      #expect(try lease(at: until, until: next) == ["E-1", "E-2"])
      let others = last
      try session.releaseEmails(held, now: until)
      #expect(try lease(at: until) == [])
      try session.releaseEmails(others, now: until)
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

    ConformanceCase("moments to send at are one relay's each, at the rate, and not far ahead") {
      opener in
      let session = try opener.migrated()
      let interval: Int64 = 100_000
      @Sendable func take(
        _ count: Int, at now: UTCInstant, in session: StoreSession
      ) throws(StoreError) -> UTCInstant? {
        try session.takeEmailMoments(
          count, interval: interval, now: now, horizon: now.adding(microseconds: 8_000_000))
      }
      let now = Fixtures.now
      #expect(try take(5, at: now, in: session) == now)
      #expect(try take(3, at: now, in: session) == now.adding(microseconds: 5 * interval))
      // Moments that passed are not made up for.
      let later = Fixtures.later(seconds: 10)
      #expect(try take(81, at: later, in: session) == later)
      #expect(try take(1, at: later, in: session) == nil, "beyond the horizon")
      let after = later.adding(microseconds: 81 * interval)
      let taken = try await concurrently(4) { _ in
        let session = try opener.session()
        return try (0..<5).compactMap { _ in
          try untilUncontended { () throws(StoreError) in try take(1, at: after, in: session) }
        }
      }.flatMap(\.self)
      #expect(taken.sorted() == (0..<20).map { after.adding(microseconds: $0 * interval) })
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
      #expect(try admit() == .admitted(attempt: 1, isCounted: true))
      // As another relay would, that leased it before.
      #expect(try admit() == .noLongerQueued)
      email.attempts = 1
      try session.takeBackAttempt(
        of: email, isCounted: true, now: Fixtures.later(seconds: 5))
      #expect(try session.nextEmailDue() == Fixtures.later(seconds: 5))
      // Not twice.
      try session.takeBackAttempt(of: email, isCounted: true, now: Fixtures.now)
      email.attempts = 0
      #expect(try admit() == .admitted(attempt: 1, isCounted: true))
      for attempt in 2...5 {
        email.attempts = attempt - 1
        // The day has counted it.
        #expect(try admit() == .admitted(attempt: attempt, isCounted: false))
      }
      email.attempts = 5
      #expect(try admit() == .attemptsUsedUp)
      var needed = FactsNeeded()
      needed.invoices.emailed = [["none"]]
      #expect(try session.load(needed).emails.sent == [day: 1])
    },

    ConformanceCase("each day counts the e-mails that are tried on it, and makes them wait") {
      opener in
      let session = try opener.migrated()
      var email = EmailFixtures.email("E-1")
      try session.queue(email, EmailFixtures.email("E-2"))
      let (day, end) = (Fixtures.now.date, Fixtures.later(seconds: 60))
      let next = day.adding(days: 1)
      func admit(_ email: EmailDelivery, _ day: CivilDate) throws -> EmailAdmission {
        try session.countAttempt(of: email, day: day, dailyLimit: 1, leaseUntil: end)
      }
      #expect(try admit(email, day) == .admitted(attempt: 1, isCounted: true))
      email.attempts = 1
      #expect(
        try admit(EmailFixtures.email("E-2"), next) == .admitted(attempt: 1, isCounted: true))
      #expect(try admit(email, next) == .overDailyLimit)
      let after = next.adding(days: 1)
      #expect(try session.nextEmailDue() == end)
      #expect(try admit(email, after) == .admitted(attempt: 2, isCounted: true))
      email.attempts = 2
      try session.takeBackAttempt(of: email, isCounted: true, now: Fixtures.now)
      for (day, left) in [(day, 0), (next, 0), (after, 1)] {
        #expect(try session.emailsLeft(of: 1, on: day) == left)
      }
    },

    ConformanceCase("an address that is suppressed after the lease gets no attempt") { opener in
      let session = try opener.migrated()
      let email = EmailFixtures.email("E-1", to: ["A@example.com", "b@example.com"])
      try session.queue(email)
      _ = try session.leaseEmails(
        limit: 1, now: Fixtures.now, until: Fixtures.later(seconds: 60))
      var effects = EmailEffects()
      effects.suppressed = [EmailSuppression(address: "a@example.com", reason: "Complaint")]
      try session.write(emails: [effects])
      #expect(
        try session.countAttempt(
          of: email, day: Fixtures.now.date, dailyLimit: 1,
          leaseUntil: Fixtures.later(seconds: 60)) == .suppressed(["a@example.com"]))
      #expect(try session.emailsLeft(of: 1, on: Fixtures.now.date) == 1)
      #expect(try Queries(session).emails(.all, limit: 1).map(\.attempts) == [0])
    },

    ConformanceCase("where nothing is left of the day, what is due waits for the next at once") {
      opener in
      let session = try opener.migrated()
      let day = Fixtures.now.date
      let tomorrow = UTCInstant(startOf: day.adding(days: 1))
      let end = Fixtures.later(seconds: 60)
      for number in 1...5 { try session.queue(EmailFixtures.email(RecordID("E-\(number)"))) }
      try session.queue(EmailFixtures.email("N", of: nil), EmailFixtures.email("Z", after: 30))
      // Counted today, and due again.
      var counted = EmailFixtures.email("E-1")
      _ = try session.countAttempt(of: counted, day: day, dailyLimit: 1, leaseUntil: end)
      counted.attempts = 1
      try session.transaction { transaction throws(StoreError) in
        _ = try transaction.settle(counted, .later(Fixtures.now, diagnostic: "451"))
      }
      // Held by a relay.
      #expect(try session.leaseEmails(limit: 2, now: Fixtures.now, until: end).count == 2)
      #expect(try session.emailsLeft(of: 1, on: day) == 0)
      #expect(try session.postponeEmails(now: Fixtures.now) == 3)
      #expect(try session.postponeEmails(now: Fixtures.now) == 0)
      let waiting = try Queries(session).emails(.all, limit: 10)
        .filter { $0.notBefore == tomorrow }
      #expect(waiting.map(\.id).sorted() == ["E-3", "E-4", "E-5"])
      #expect(
        try session.leaseEmails(limit: 9, now: Fixtures.now, until: end).map(\.email.id) == ["N"])
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
      #expect(admissions.count { $0 == .admitted(attempt: 1, isCounted: true) } == 5)
      #expect(admissions.count { $0 == .overDailyLimit } == 3)
      // Notices are not counted.
      #expect(
        try session.countAttempt(of: notice, day: day, dailyLimit: 5, leaseUntil: midnight)
          == .admitted(attempt: 1, isCounted: false))
      let waiting = try Queries(session).emails(.status(.queued), limit: 20)
        .filter { $0.attempts == 0 }
      #expect(waiting.count == 3 && waiting.allSatisfy { $0.notBefore == midnight })
      // Given back before midnight, they wait all the same.
      try session.releaseEmails(
        waiting.map {
          LeasedEmail(email: $0, suppressed: [], isVoided: false, until: $0.notBefore)
        }, now: Fixtures.now)
      let early = try session.leaseEmails(limit: 20, now: Fixtures.now, until: midnight)
      #expect(early.isEmpty)
      for email in waiting {
        #expect(
          try session.countAttempt(
            of: email, day: day.adding(days: 1), dailyLimit: 5, leaseUntil: midnight)
            == .admitted(attempt: 1, isCounted: true))
      }
    },

    ConformanceCase("what the server took is Sent, though its invoice was voided meanwhile") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([try LedgerFixtures.invoice("I-1", "100.00")])
      var email = EmailFixtures.email("E-1")
      try session.queue(email)
      _ = try session.countAttempt(
        of: email, day: Fixtures.now.date, dailyLimit: nil, leaseUntil: Fixtures.later(seconds: 60))
      email.attempts = 1
      let void = try session.load(VoidInvoices(invoiceIds: ["I-1"]).factsNeeded)
      let queued = try #require(void.emails.queued["I-1"]?.first)
      var effects = EmailEffects()
      effects.changed = [queued.applying(.failed(nil, diagnostic: "voided", refused: []))]
      try session.write(emails: [effects])
      func settle(_ transition: EmailTransition) throws -> EmailDelivery? {
        try session.transaction { transaction throws(StoreError) in
          try transaction.settle(email, transition)
        }
      }
      // Only that: nothing else is news of an e-mail that is not Queued.
      #expect(try settle(.failed(nil, diagnostic: "550", refused: [])) == nil)
      #expect(try settle(.later(Fixtures.now, diagnostic: "451")) == nil)
      let sent = try #require(try settle(.sent(refused: [])))
      #expect(sent.status == .sent && sent.diagnostic == nil)
      #expect(try Queries(session).emails(.all, limit: 1).map(\.status) == [.sent])
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
      #expect(try settle(.sent(refused: [])) == nil, "once")
      let stored = try #require(try Queries(session).emails(.all, limit: 2).first)
      #expect(stored.status == .sent && stored.attempts == 1)
      #expect(try session.nextEmailDue() == nil)
      #expect(try session.countQueuedEmails() == 0)
    },

    ConformanceCase("an attempt that no server heard of is counted with what becomes of the e-mail")
    {
      opener in
      let session = try opener.migrated()
      let email = EmailFixtures.email("E-1")
      try session.queue(email)
      func settle(_ email: EmailDelivery) throws -> EmailDelivery? {
        try session.transaction { transaction throws(StoreError) in
          try transaction.settle(
            email, email.afterUnfinishedAttachment("too slow", at: Fixtures.now),
            countingAttempt: true)
        }
      }
      let first = try #require(try settle(email))
      #expect(first.attempts == 1 && first.notBefore == Fixtures.later(seconds: 60))
      #expect(try settle(email) == nil, "noted once")
      var last = first
      for _ in 0..<4 { last = try #require(try settle(last)) }
      #expect(last.status == .failed && last.attempts == 5)
      let stored = try #require(try Queries(session).emails(.all, limit: 2).first)
      #expect(stored.status == .failed && stored.attempts == 5)
      #expect(stored.diagnostic?.hasPrefix("too slow, at attempt 5.") == true)
    },
  ]
}

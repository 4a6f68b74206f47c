internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

/// E-mails of invoices of account ACC-1.
enum EmailFixtures {
  static func email(
    _ id: EmailDelivery.ID, of invoice: Invoice.ID? = "I-1", to: [String] = ["a@example.com"],
    after seconds: Int64 = 0
  ) -> EmailDelivery {
    EmailDelivery(
      id: id, invoiceId: invoice, to: to, subject: "Invoice \"1\"", textBody: "Dear\n\\",
      request: RequestKey(source: "crm", identifier: "r-1"),
      queuedAt: Fixtures.later(seconds: seconds))
  }

  /// With every member.
  static var full: EmailDelivery {
    EmailDelivery(
      id: "E-1", invoiceId: "I-1", to: ["a@example.com", "B@example.com"], cc: ["c@example.com"],
      subject: "Rechnung Ä", textBody: "a\r\nb", htmlBody: "<p>b</p>", attachments: [.ubl, .pdf],
      fromName: "Seller, Inc.", replyTo: "r@example.com",
      request: RequestKey(source: "crm", identifier: "r-1"), queuedAt: Fixtures.now)
  }
}

extension StoreSession {
  func write(
    emails: [EmailEffects], at now: UTCInstant = Fixtures.now
  ) throws(StoreError) {
    try transaction { transaction throws(StoreError) in try transaction.write(emails, at: now) }
  }

  fileprivate func ownAddresses(of ids: [Invoice.ID]) throws(StoreError) -> Set<Invoice.ID> {
    let facts = try load(SendEmail(invoiceIds: ids).factsNeeded)
    return facts.emails.ownAddresses
  }

  func queue(_ emails: EmailDelivery...) throws(StoreError) {
    var effects = EmailEffects()
    effects.queued = emails
    try write(emails: [effects])
  }
}

extension ConformanceCase {
  /// What requests about e-mails write and find.
  static let emails = [
    ConformanceCase("an e-mail comes back as it was queued, in lists without its texts") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([try LedgerFixtures.invoice("I-1", "100.00")])
      let other = EmailFixtures.email("E-2", of: nil, after: 5)
      try session.queue(EmailFixtures.full, other)
      let leased = try session.leaseEmails(
        limit: 10, now: Fixtures.later(seconds: 5), until: Fixtures.later(seconds: 65))
      #expect(leased.map(\.email) == [EmailFixtures.full, other])
      #expect(leased[1].email.isNotice)

      let queries = Queries(session)
      #expect(try queries.emails(.all, limit: 10).map(\.id) == ["E-2", "E-1"])
      #expect(try queries.emails(.all, limit: 1).map(\.id) == ["E-2"])
      #expect(try queries.emails(.status(.failed), limit: 10).isEmpty)
      let listed = try #require(try queries.emails(.invoice("I-1"), limit: 10).first)
      #expect(listed.subject == "Rechnung Ä" && listed.attachments == [.ubl, .pdf])
      #expect(listed.textBody == "" && listed.htmlBody == nil)
    },

    ConformanceCase("what is sent is loaded with its contact, issuer, templates and addresses") {
      opener in
      let session = try opener.migrated()
      var account = try Fixtures.account()
      account.email = AccountEmail(to: ["To@example.com"], cc: ["cc@example.com"])
      var entity = LegalEntity(id: "LE-1", name: "Seller", address: Fixtures.address)
      entity.email = LegalEntityEmail(emailTemplateId: "OF-ENTITY")
      func template(_ id: EmailTemplate.ID, isDefault: Bool = false) -> Record {
        .emailTemplate(
          EmailTemplate(id: id, name: "x", subject: "s", textBody: "t", isDefault: isDefault))
      }
      var invoice = try LedgerFixtures.invoice("I-1", "100.00")
      invoice.billToContact = Invoice.BillTo(contactId: "CON-1", name: "Ann", email: nil)
      invoice.legalEntityId = "LE-1"
      try session.store(
        [
          template("OF-ENTITY"), template("DEFAULT", isDefault: true), template("OTHER"),
          .legalEntity(entity), .account(account),
          .contact(Contact(id: "CON-1", accountId: "ACC-1", name: "Ann", email: "Ann@example.com")),
        ], invoices: [invoice])
      var effects = EmailEffects()
      effects.queued = [
        EmailFixtures.email("E-1", to: ["Z@example.com", "y@example.com"]),
        EmailFixtures.email("E-2"),
      ]
      effects.suppressed = ["ann@example.com", "cc@example.com", "else@example.com"].map {
        EmailSuppression(address: $0, reason: "Hard")
      }
      try session.write(emails: [effects])

      let request = SendEmail(invoiceIds: ["I-1"], to: ["ELSE@example.com"])
      var needed = request.factsNeeded
      needed.emails.dailyLimit = 5
      let facts = try session.load(needed)
      #expect(facts.invoices == ["I-1": invoice] && facts.lineCounts == ["I-1": 1])
      #expect(facts.accounts["ACC-1"]?.email == account.email)
      #expect(facts.contacts["CON-1"]?.email == "Ann@example.com")
      #expect(facts.legalEntities["LE-1"]?.email == entity.email)
      #expect(Set(facts.emailTemplates.keys) == ["OF-ENTITY", "DEFAULT"])
      #expect(
        facts.emails.recipients == [
          "I-1": [["z@example.com", "y@example.com"]: 1, ["a@example.com"]: 1]
        ])
      #expect(
        facts.emails.suppressed == ["ann@example.com", "cc@example.com", "else@example.com"])
      #expect(facts.emails.waiting == 2 && facts.emails.sent.isEmpty)
      // No more are counted than decide, and none without a limit.
      needed.emails.dailyLimit = 0
      #expect(try session.load(needed).emails.waiting == 1)
      #expect(try session.load(request.factsNeeded).emails.waiting == 0)
      var named = request
      named.emailTemplateId = "OTHER"
      #expect(try session.load(named.factsNeeded).emailTemplates["OTHER"] != nil)

      // Nothing of it is asked for by others.
      needed = FactsNeeded()
      needed.invoices.ids = ["I-1"]
      let others = try session.load(needed)
      #expect(others.emailTemplates.isEmpty && others.emails.recipients.isEmpty)
    },

    ConformanceCase("of which invoices the address was set, the timeline says") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([try LedgerFixtures.invoice("I-1", "100.00")])
      func note(_ kind: InvoiceEvent.Kind, _ detail: String, of id: Invoice.ID = "I-1") throws {
        try session.transaction { transaction throws(StoreError) in
          try transaction.record([
            InvoiceEvent(invoiceId: id, at: Fixtures.now, kind: kind, detail: detail)
          ])
        }
      }
      try note(.emailSent, "billToEmail")
      try note(.updated, "description, billToEmails")
      try note(.updated, "billToEmail", of: "I-9")
      #expect(try session.ownAddresses(of: ["I-1", "I-2"]).isEmpty)
      try note(.updated, "description, billToEmail")
      try note(.updated, "dueDate")
      #expect(try session.ownAddresses(of: ["I-1", "I-2"]) == ["I-1"])
      try note(.updated, "billToContactId, billToName, billToEmail")
      #expect(try session.ownAddresses(of: ["I-1", "I-2"]).isEmpty)
    },

    ConformanceCase("a bounce and a void find the e-mails, and change status and diagnostic alone")
    {
      opener in
      let session = try opener.migrated()
      let invoice = try LedgerFixtures.invoice("I-1", "100.00")
      try session.storeInvoiced([invoice, try LedgerFixtures.invoice("I-2", "1.00", of: "ACC-2")])
      try session.queue(EmailFixtures.full, EmailFixtures.email("E-2", of: "I-2"))
      let bounce = try session.load(
        ReportBounce(emailId: "E-1", kind: .hard).factsNeeded)
      let email = try #require(bounce.emails.emails["E-1"])
      #expect(email.to == EmailFixtures.full.to && bounce.emails.emails.count == 1)
      #expect(Set(bounce.accounts.keys) == ["ACC-1"] && bounce.invoices["I-1"] != nil)
      #expect(
        try session.load(ReportBounce(emailId: "none", kind: .hard).factsNeeded).emails.emails
          .isEmpty)
      let void = try session.load(VoidInvoices(invoiceIds: ["I-1"]).factsNeeded)
      #expect(void.emails.queued["I-1"]?.map(\.id) == ["E-1"] && void.emails.queued.count == 1)

      var effects = EmailEffects()
      effects.changed = [email.applying(.failed(nil, diagnostic: "voided", refused: []))]
      try session.write(emails: [effects])
      #expect(try session.load(VoidInvoices(invoiceIds: ["I-1"]).factsNeeded).emails.queued.isEmpty)
      let failed = try #require(try Queries(session).emails(.status(.failed), limit: 2).first)
      #expect(failed.diagnostic == "voided" && failed.attempts == 0)
      // It is not sent, and its texts are there still.
      let later = Fixtures.later(seconds: 60)
      let leased = try session.leaseEmails(limit: 10, now: later, until: later)
      #expect(leased.map(\.email.id) == ["E-2"])
      var texts: [String] = []
      try opener.open(for: .processing).query(
        "SELECT text_body, html_body FROM email_delivery WHERE email_id = 'E-1'"
      ) { row throws(StoreError) in
        var decoder = RowDecoder(row)
        texts = [try decoder.text(), try decoder.text()]
      }
      #expect(texts == ["a\r\nb", "<p>b</p>"])
    },

    ConformanceCase("of one transaction the last word about an address counts") { opener in
      let session = try opener.migrated()
      func suppress(_ address: String, _ reason: String = "Hard") -> EmailEffects {
        var effects = EmailEffects()
        effects.suppressed = [EmailSuppression(address: address, reason: reason)]
        return effects
      }
      func lift(_ address: String) -> EmailEffects {
        var effects = EmailEffects()
        effects.unsuppressed = [address]
        return effects
      }
      let queries = Queries(session)
      try session.write(emails: [suppress("a@x"), lift("a@x"), lift("b@x"), suppress("b@x")])
      #expect(try queries.suppressedAddresses(limit: 10).map(\.address) == ["b@x"])
      try session.write(
        emails: [suppress("b@x", "Complaint: no"), suppress("a@x")],
        at: Fixtures.later(seconds: 9))
      let found = try queries.suppressedAddresses(limit: 10)
      #expect(found.map(\.address) == ["a@x", "b@x"])
      #expect(found.map(\.reason) == ["Hard", "Complaint: no"])
      #expect(
        found.map(\.suppressedAt) == [Fixtures.later(seconds: 9), Fixtures.later(seconds: 9)])
      try session.write(emails: [lift("a@x"), lift("b@x"), lift("c@x")])
      #expect(try queries.suppressedAddresses(limit: 10).isEmpty)
    },

    ConformanceCase("accounts and legal entities from before have no e-mail settings") { opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.legalEntity("LE-1")
      try earlier.invoice("I-1", number: "N-1", entity: "LE-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade()
      let session = try opener.session()
      let facts = try session.load(SendEmail(invoiceIds: ["I-1"]).factsNeeded)
      let account = try #require(facts.accounts["ACC-1"])
      #expect(account.email == nil && facts.legalEntities["LE-1"]?.email == nil)
      #expect(facts.emails.waiting == 0 && facts.emailTemplates.isEmpty)
      #expect(try Queries(session).emails(.status(.queued), limit: 1).isEmpty)
    },
  ]
}

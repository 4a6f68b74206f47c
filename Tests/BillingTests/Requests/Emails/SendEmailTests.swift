import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("invoice.send-email.v1") struct SendEmailTests {
  @Test("An e-mail is queued as the invoice is now, and the answer lists it")
  func queued() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    let decision = world.send(invoice.id)
    #expect(decision.outcome == .succeeded && decision.named == ["Posted"])
    let email = try #require(decision.effects.emails.queued.first)
    #expect(decision.answer.emails == [email] && decision.effects.emails.queued.count == 1)
    #expect(email.subject == "Invoice \(invoice.number ?? "-")")
    #expect(email.textBody == "A. Payable: 175.00 EUR" && email.htmlBody == nil)
    #expect(email.to == ["ap@example.com"] && email.cc.isEmpty && email.attachments.isEmpty)
    #expect(email.id.text == "test/e1/email/\(invoice.id)" && email.invoiceId == invoice.id)
    #expect(email.status == .queued && email.attempts == 0 && email.notBefore == email.queuedAt)
  }

  @Test("Without a mail server nothing is queued, and each item says what to do")
  func notConfigured() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    world.email = nil
    let decision = world.send(invoice.id, "unknown")
    #expect(decision.outcome == .failed && decision.effects.isEmpty)
    #expect(
      decision.refusals == [
        "EMAIL_NOT_CONFIGURED /invoiceIds/0", "INVOICE_NOT_FOUND /invoiceIds/1",
      ]
    )
    #expect(Set(decision.errorLogs.map(\.category)) == [.invoiceEmail])
  }

  @Test("Drafts, canceled and voided invoices are not sent; others of the request are")
  func notPosted() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    for (id, status) in [
      ("D", .draft), ("C", .canceled), ("V", .voided),
    ] as [(Invoice.ID, InvoiceStatus)] {
      var other = invoice.renamed(id)
      other.status = status
      world.keep(other)
    }
    let decision = world.send("D", "C", invoice.id, "V")
    #expect(decision.outcome == .partiallySucceeded)
    #expect(
      decision.named == [
        "INVOICE_NOT_POSTED", "INVOICE_NOT_POSTED", "Posted", "INVOICE_NOT_POSTED",
      ]
    )
    #expect(decision.effects.emails.queued.map(\.invoiceId) == [invoice.id])
  }

  @Test("To whom: the request, else the account, else the bill-to contact as it is now")
  func recipients() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    func to(_ decision: Decision) -> [String] {
      decision.effects.emails.queued.flatMap { $0.to + ["|"] + $0.cc }
    }
    try world.change { $0.billToContact = .named(name: "A. Payable", email: "new@example.com") }
    #expect(to(world.send(invoice.id)) == ["new@example.com", "|"])
    try world.change { $0.email = AccountEmail(to: ["a@x.example"], cc: ["c@x.example"]) }
    #expect(to(world.send(invoice.id)) == ["a@x.example", "|", "c@x.example"])
    // Who names recipients names all of them.
    #expect(to(world.send(invoice.id) { $0.to = ["b@x.example"] }) == ["b@x.example", "|"])
    #expect(
      to(
        world.send(invoice.id) {
          $0.cc = ["d@x.example"]
          $0.resend = true
        }) == ["a@x.example", "|", "d@x.example"])

    var ofContact = invoice.renamed("I2")
    ofContact.billToContact = Invoice.BillTo(
      contactId: "CON", name: "Kari", email: "old@example.com")
    world.keep(ofContact)
    try world.change { $0.email = nil }
    #expect(to(world.send("I2")) == ["old@example.com", "|"])
    world.facts.insert(
      .contact(Contact(id: "CON", accountId: "A", name: "Kari", email: "kari@example.com")))
    #expect(to(world.send("I2")) == ["kari@example.com", "|"])

    var ofNobody = invoice.renamed("I3")
    ofNobody.billToContact = Invoice.BillTo(contactId: nil, name: "Nobody", email: nil)
    world.keep(ofNobody)
    #expect(world.send("I3").refusals == ["EMAIL_ADDRESS_MISSING /invoiceIds/0"])
  }

  @Test(
    "An address that an update has set on the invoice wins over the contact's and the account's")
  func ownAddress() throws {
    var world = try EmailWorld()
    var invoice = try world.posted().renamed("I2")
    invoice.billToContact = Invoice.BillTo(
      contactId: "CON", name: "Kari", email: "old@example.com")
    world.keep(invoice)
    world.facts.insert(
      .contact(Contact(id: "CON", accountId: "A", name: "Kari", email: "kari@example.com")))
    func to(_ decision: Decision) -> [String] { decision.effects.emails.queued.flatMap(\.to) }
    #expect(to(world.send("I2")) == ["kari@example.com"])
    var set = UpdateInvoice.Fields()
    set.billToEmail = .set("own@example.com")
    let updated = world.handle(UpdateInvoice(invoiceId: "I2", set: set))
    #expect(updated.outcome == .succeeded)
    #expect(to(world.send("I2")) == ["own@example.com"])
    // Cleared, it is the contact's again.
    set.billToEmail = .cleared
    _ = world.handle(UpdateInvoice(invoiceId: "I2", set: set))
    #expect(to(world.send("I2") { $0.resend = true }) == ["kari@example.com"])
    // A contact without an address leaves the invoice's.
    invoice = invoice.renamed("I3")
    world.keep(invoice)
    world.facts.insert(.contact(Contact(id: "CON", accountId: "A", name: "Kari", email: nil)))
    #expect(to(world.send("I3")) == ["old@example.com"])
  }

  @Test("Within a batch an e-mail that came back or is not sent keeps nobody from another")
  func forgotten() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    let sent = try #require(world.send(invoice.id).effects.emails.queued.first)
    world.note(.sent, of: sent)
    #expect(world.send(invoice.id).refusals == ["EMAIL_ALREADY_SENT /invoiceIds/0"])
    #expect(world.handle(ReportBounce(emailId: sent.id, kind: .soft)).outcome == .succeeded)
    // Noted again it takes away nothing of others.
    let again = try #require(world.send(invoice.id).effects.emails.queued.first)
    _ = world.handle(ReportBounce(emailId: sent.id, kind: .soft))
    #expect(world.send(invoice.id).refusals == ["EMAIL_ALREADY_SENT /invoiceIds/0"])
    let waiting = world.facts.emails.waiting
    var effects = Effects()
    effects.emails.changed = [again.applying(.failed(nil, diagnostic: "voided", refused: []))]
    world.facts.apply(effects)
    #expect(world.facts.emails.waiting == waiting - 1)
    #expect(world.send(invoice.id).outcome == .succeeded)
  }

  @Test("An account that opted out gets none, unless the request says so")
  func optedOut() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    try world.change { $0.email = AccountEmail(optOut: true) }
    let named = world.send(invoice.id) { $0.to = ["b@x.example"] }
    #expect(named.refusals == ["EMAIL_OPTED_OUT /invoiceIds/0"])
    #expect(world.send(invoice.id) { $0.ignoresOptOut = true }.outcome == .succeeded)
  }

  @Test("The same addresses get an invoice once, compared without case and in any order")
  func alreadySent() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    #expect(world.send(invoice.id) { $0.to = ["a@x.example", "B@x.example"] }.errors.isEmpty)
    let again = world.send(invoice.id) { $0.to = ["b@X.example", "a@x.example"] }
    #expect(again.refusals == ["EMAIL_ALREADY_SENT /invoiceIds/0"])
    #expect(world.send(invoice.id) { $0.to = ["a@x.example"] }.errors.isEmpty)
    let resent = world.send(invoice.id) {
      $0.to = ["a@x.example"]
      $0.resend = true
    }
    #expect(resent.outcome == .succeeded)
  }

  @Test("A suppressed address refuses the item, of a copy too, until it is lifted or another one")
  func suppressed() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    world.facts.emails.suppressed = ["ap@example.com"]
    #expect(world.send(invoice.id).refusals == ["EMAIL_ADDRESS_SUPPRESSED /invoiceIds/0"])
    let copied = world.send(invoice.id) {
      $0.to = ["x@example.com"]
      $0.cc = ["AP@Example.com"]
    }
    #expect(copied.refusals == ["EMAIL_ADDRESS_SUPPRESSED /invoiceIds/0"])
    let lifted = world.handle(Unsuppress(address: "Ap@example.com"))
    #expect(lifted.outcome == .succeeded)
    #expect(lifted.effects.emails.unsuppressed == ["ap@example.com"])
    #expect(world.send(invoice.id).outcome == .succeeded)
    world.facts.emails.suppressed = ["ap@example.com"]
    try world.change { $0.billToContact = .named(name: "A. Payable", email: "new@example.com") }
    #expect(world.send(invoice.id).outcome == .succeeded)
  }

  @Test("The template: the request's, the account's, the legal entity's, the default")
  func templates() throws {
    func template(_ id: EmailTemplate.ID) -> Record {
      .emailTemplate(EmailTemplate(id: id, name: "x", subject: id.text, textBody: "x"))
    }
    var world = try EmailWorld(template("R"), template("C"), template("L"), withTemplate: false)
    var invoice = try world.posted()
    func subject(_ decision: Decision) -> String? {
      decision.effects.emails.queued.first?.subject ?? decision.refusals.first
    }
    #expect(subject(world.send(invoice.id)) == "EMAIL_TEMPLATE_MISSING /invoiceIds/0")
    world.facts.insert(.emailTemplate(EmailWorld.standard))
    invoice.legalEntityId = "LE"
    world.keep(invoice)
    var entity = LegalEntity(
      id: "LE", name: "Seller", address: try #require(world.facts.accounts["A"]).billingAddress)
    world.facts.insert(.legalEntity(entity))
    func resend(_ template: EmailTemplate.ID? = nil) -> Decision {
      world.send(invoice.id) {
        $0.resend = true
        $0.emailTemplateId = template
      }
    }
    #expect(subject(resend()) == "Invoice \(invoice.number ?? "")")
    entity.email = LegalEntityEmail(
      emailTemplateId: "L", attachments: [.pdf], fromName: "Billing", replyTo: "r@x.example")
    world.facts.insert(.legalEntity(entity))
    let ofEntity = resend()
    #expect(subject(ofEntity) == "L")
    let email = try #require(ofEntity.effects.emails.queued.first)
    #expect(email.attachments == [.pdf])
    #expect(email.fromName == "Billing" && email.replyTo == "r@x.example")
    try world.change { $0.email = AccountEmail(emailTemplateId: "C", attachments: []) }
    let ofAccount = resend()
    #expect(subject(ofAccount) == "C")
    #expect(ofAccount.effects.emails.queued.first?.attachments == [])
    #expect(subject(resend("R")) == "R")
    #expect(subject(resend("X")) == "EMAIL_TEMPLATE_MISSING /emailTemplateId")
  }

  @Test(
    "What is attached can be made: a renderer for Pdf, a valid document for Ubl, every fault named")
  func attachments() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    world.email = EmailFacilities(rendersPdf: false)
    #expect(
      world.send(invoice.id) { $0.attachments = [.pdf] }.refusals
        == ["RENDERER_MISSING /invoiceIds/0"])
    // Nor has it a seller.
    var unsayable = invoice
    unsayable.lines[0].unitOfMeasure = "bananas"
    world.keep(unsayable)
    let incomplete = world.send(invoice.id) { $0.attachments = [.ubl] }
    #expect(incomplete.errors.count == 2)
    #expect(Set(incomplete.errors.map(\.code)) == [.documentIncomplete])
    #expect(incomplete.effects.isEmpty && incomplete.errorLogs.count == 1)
  }

  @Test("E47: beyond the daily limit e-mails are queued all the same, with a warning")
  func dailyLimit() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    for number in 1...5 { world.keep(invoice.renamed(RecordID("I\(number)"))) }
    world.email = EmailFacilities(rendersPdf: true, dailyLimit: 5)
    world.facts.emails.sent = [world.world.today: 2, "2026-11-19": 4_000]
    #expect(world.send("I1", "I2").warnings.isEmpty)
    let beyond = world.send("I3", "I4")
    #expect(beyond.outcome == .succeeded && beyond.effects.emails.queued.count == 2)
    #expect(beyond.warnings.map(\.code) == [.emailDailyLimit])
    #expect(beyond.warnings.first?.message.hasPrefix("1 of 2 e-mails wait") == true)
    #expect(world.send("I5").warnings.first?.message.hasPrefix("1 of 1 e-mails wait") == true)
  }
}

extension Invoice {
  /// The same under another identifier.
  func renamed(_ id: Invoice.ID) -> Invoice {
    var other = Invoice(
      id: id, number: number, status: status, accountId: accountId, accountName: accountName,
      seller: seller, currency: currency, invoiceDate: invoiceDate, dueDate: dueDate,
      billToContact: billToContact, groupingKey: groupingKey, lines: lines,
      billingAddress: billingAddress, totalAmount: totalAmount, totalTaxAmount: totalTaxAmount,
      totalAmountWithTax: totalAmountWithTax, balance: balance, request: request)
    other.document = document
    return other
  }
}

import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("What an e-mail says") struct EmailTextTests {
  private func texts(
    _ template: EmailTemplate, _ change: (inout Invoice) -> Void = { _ in }
  ) throws -> EmailDelivery {
    var world = try EmailWorld(withTemplate: false)
    var invoice = try world.posted()
    change(&invoice)
    world.keep(invoice)
    world.facts.insert(.emailTemplate(template))
    let decision = world.send(invoice.id) { $0.emailTemplateId = template.id }
    return try #require(decision.effects.emails.queued.first, "\(decision.errors)")
  }

  private func template(
    _ text: String, subject: String = "x", html: String? = nil, locale: String? = nil
  ) -> EmailTemplate {
    EmailTemplate(
      id: "X", name: "x", subject: subject, textBody: text, htmlBody: html, locale: locale)
  }

  @Test("Every field has its value, formatted by the template's locale")
  func fields() throws {
    let names = TemplateField.allCases.filter { !$0.isOfLine }
    let all = names.map { "\($0.rawValue)={{\($0.rawValue)}}" }.joined(separator: "\n")
    let email = try texts(template(all, locale: "de")) {
      $0.description = "November"
      $0.purchaseOrderNumber = "PO-1"
    }
    let values = Dictionary(
      uniqueKeysWithValues: email.textBody.split(separator: "\n").map { line in
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts[1]))
      })
    #expect(
      values == [
        "invoice.number": "INV-2026-000001", "invoice.date": "20.11.2026",
        "invoice.dueDate": "20.11.2026", "invoice.balance": "175,00",
        "invoice.totalAmount": "140,00", "invoice.totalTaxAmount": "35,00",
        "invoice.totalAmountWithTax": "175,00", "invoice.currency": "EUR",
        "invoice.description": "November", "invoice.purchaseOrderNumber": "PO-1",
        "invoice.periodStart": "01.11.2026", "invoice.periodEnd": "30.11.2026",
        "account.name": "Account A", "billTo.name": "A. Payable", "legalEntity.name": "",
      ])
  }

  @Test("The loop repeats for each line, with fields of the invoice in it")
  func lines() throws {
    let email = try texts(
      template(
        "{{#lines}}{{line.name}} {{line.quantity}} × {{line.unitPrice}} = {{line.amount}} "
          + "{{invoice.currency}} ({{line.startDate}}–{{line.endDate}})\n{{/lines}}Total")
    ) {
      var second = $0.lines[0]
      second.name = "Second"
      second.period = nil
      $0.lines.append(second)
    }
    let lines = email.textBody.split(separator: "\n")
    #expect(lines.count == 3 && lines[2] == "Total")
    #expect(lines[0].hasSuffix(" × 140.00 = 140.00 EUR (Nov 1, 2026–Nov 30, 2026)"))
    #expect(lines[1].hasPrefix("Second ") && lines[1].hasSuffix("(–)"))
  }

  @Test("Values of the HTML are escaped, those of the text are not; the template's own markup stays")
  func escaping() throws {
    let email = try texts(
      template("{{invoice.description}}", html: "<p title=\"{{invoice.description}}\">&amp;</p>")
    ) { $0.description = "<b>\"A\" & 'B'</b> {{invoice.number}}" }
    #expect(email.textBody == "<b>\"A\" & 'B'</b> {{invoice.number}}")
    #expect(
      email.htmlBody
        == "<p title=\"&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt; {{invoice.number}}\">&amp;</p>")
  }

  @Test("A subject is one line of bounded length, whatever a value holds")
  func subject() throws {
    let email = try texts(template("x", subject: "a {{invoice.description}}")) {
      $0.description = "b\r\nBcc: x@example.com\u{2028}c\u{0}"
    }
    #expect(email.subject == "a b  Bcc: x@example.com c ")
    let long = try texts(template("x", subject: "{{invoice.description}}")) {
      $0.description = String(repeating: "é", count: 1_000)
    }
    #expect(long.subject.count == 250 && long.subject.hasSuffix("é…"))
  }

  @Test("Texts beyond an e-mail's or a request's bound are refused, before they fill the memory")
  func bounds() throws {
    var world = try EmailWorld(withTemplate: false)
    var invoice = try world.posted()
    let line = try #require(invoice.lines.first)
    invoice.lines = Array(repeating: line, count: 10_000)
    world.keep(invoice)
    func send(_ text: String) -> Decision {
      world.facts.insert(.emailTemplate(template(text)))
      return world.send(invoice.id) { $0.emailTemplateId = "X" }
    }
    let filler = String(repeating: "x", count: 200)
    #expect(send("{{#lines}}\(filler){{/lines}}").refusals == ["LIMIT_EXCEEDED /invoiceIds/0"])

    invoice.lines = [line]
    let ids: [Invoice.ID] = (0..<20).map { RecordID("I\($0)") }
    for id in ids { world.keep(invoice.renamed(id)) }
    world.facts.insert(.emailTemplate(template(String(repeating: "y", count: 1 << 20))))
    let many = world.handle(SendEmail(invoiceIds: ids, emailTemplateId: "X"))
    #expect(many.outcome == .partiallySucceeded && many.effects.emails.queued.count == 16)
    #expect(Set(many.errors.map(\.code)) == [.limitExceeded])
  }

  @Test("The same invoice and template give the same texts")
  func pure() throws {
    let first = try texts(EmailWorld.standard)
    let second = try texts(EmailWorld.standard)
    #expect(first == second)
  }
}

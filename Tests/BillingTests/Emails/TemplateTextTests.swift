import Testing

@testable import Billing

@Suite("Email templates") struct TemplateTextTests {
  private func faults(_ text: String, allowsLines: Bool = true) -> [String] {
    TemplateText(reading: text, allowsLines: allowsLines).faults.map {
      "\($0.offset) \($0.sentence.prefix { $0 != "." })"
    }
  }

  @Test("Words, fields and one loop are read, with blanks within the braces or without")
  func parts() {
    let text = TemplateText(
      reading: "No {{invoice.number}}:\n{{ #lines }}- {{line.name}}\n{{/lines}} { } }} {x}")
    #expect(text.faults.isEmpty)
    #expect(
      text.parts == [
        .words("No "), .field(.invoiceNumber), .words(":\n"),
        .lines([.words("- "), .field(.lineName), .words("\n")]), .words(" { } }} {x}"),
      ])
    #expect(TemplateText(reading: "").parts.isEmpty)
  }

  @Test("Every field is known by its name; those of a line stand in the loop only")
  func fields() {
    for field in TemplateField.allCases {
      #expect(faults("{{#lines}}{{\(field.rawValue)}}{{/lines}}") == [], "\(field)")
      #expect(faults("{{\(field.rawValue)}}").isEmpty == !field.isOfLine, "\(field)")
    }
    #expect(TemplateField.allCases.count == 21)
  }

  @Test(
    "What is no field is refused with its offset in characters, so that nobody ever reads braces",
    arguments: [
      ("é{{invoice.nubmer}}", "1 {{invoice"), ("{{Invoice.Number}}", "0 {{Invoice"),
      ("{{}}", "0 {{}} is no field"), ("{{{invoice.number}}}", "0 {{{invoice"),
      ("ab{{ invoice.number", "2 {{ is not followed"), ("{{", "0 {{ is not followed"),
      ("{{#lines}}x", "0 {{#lines}} has no {{/lines}} behind it; add one"),
      ("x{{/lines}}", "1 {{/lines}} has no {{#lines}} before it; add one"),
      ("{{#lines}}{{#lines}}{{/lines}}", "10 A text has one loop {{#lines}}…{{/lines}}; remove"),
      ("{{#if invoice.number}}", "0 {{#if invoice"), ("{{line.name}}", "0 {{line"),
    ])
  func refused(text: String, start: String) {
    let found = faults(text)
    #expect(found.first?.hasPrefix(start) == true, "\(text): \(found)")
  }

  @Test("A subject has no loop; faults are bounded")
  func bounds() {
    #expect(faults("{{#lines}}{{/lines}}", allowsLines: false).count == 1)
    #expect(faults(String(repeating: "{{x}}", count: 1_000)).count == 20)
    #expect(faults("{{" + String(repeating: "x", count: 100_000) + "}}").count == 1)
  }

  @Test(
    "TEMPLATE_FIELD_UNKNOWN names the text and the offset, of every text at once; nothing is stored"
  )
  func upsert() throws {
    var world = try LifecycleWorld()
    let template = EmailTemplate(
      id: "T", name: "x", subject: "{{a}}", textBody: "ok {{invoice.number}} {{b}}",
      htmlBody: "<p>{{line.name}}</p>")
    let decision = world.handle(UpsertRecords(entries: [.record(.emailTemplate(template))]))
    #expect(
      decision.refusals == [
        "TEMPLATE_FIELD_UNKNOWN /records/0/subject", "TEMPLATE_FIELD_UNKNOWN /records/0/textBody",
        "TEMPLATE_FIELD_UNKNOWN /records/0/htmlBody",
      ])
    #expect(decision.outcome == .failed && decision.effects.isEmpty)
    #expect(decision.errors[1].message.hasPrefix("At offset 22 of textBody: {{b}} is no field."))
  }

  @Test("Of a text that is nothing but faults the first twenty are told, and no more of it is read")
  func manyFaults() {
    let faults = TemplateText(reading: String(repeating: "{", count: 4 << 20)).faults
    #expect(faults.map(\.offset) == (0..<20).map { 2 * $0 })
  }

  @Test("One template is the default at most")
  func defaults() throws {
    func template(_ id: EmailTemplate.ID) -> Record {
      .emailTemplate(
        EmailTemplate(id: id, name: "x", subject: "x", textBody: "x", isDefault: true))
    }
    var world = try LifecycleWorld(template("T"))
    let second = world.handle(UpsertRecords(entries: [.record(template("U"))]))
    #expect(second.refusals == ["DEFAULT_AMBIGUOUS /records/0/isDefault"])
  }
}

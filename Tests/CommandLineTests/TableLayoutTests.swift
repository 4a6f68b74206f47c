import AMQP
import Testing

@testable import invoice_worker

/// CLI 28: tables in terminals of any width.
@Suite("Tables in narrow terminals")
struct TableLayoutTests {
  private func invoices(_ product: String = "Point of sale, licence") -> Table {
    var table = Table([
      .init("Schedule", drop: 2), .init("Product", wraps: true), .init("From", drop: 1),
      .init("Amount", isNumber: true),
    ])
    table.append(["BS-1001", product, "2026-08-31", "1548.39"])
    table.append(note: "consumed 150, included 100, overage 50", under: 1)
    return table
  }

  @Test("CLI 28: no line is wider than the terminal", arguments: [200, 140, 80, 60, 40, 24, 12])
  func fits(width: Int) {
    for product in ["Support", String(repeating: "very long name ", count: 20), "北海道の宅配便"] {
      let text = invoices(product).text(width: width)
      for line in text.split(separator: "\n") {
        #expect(TerminalText.width(of: String(line)) <= width, "\(line)")
      }
      #expect(text.contains("1548.39"), "\(text)")
    }
  }

  @Test("CLI 28: with room there is one line a row, as in a file")
  func wide() {
    #expect(invoices().text(width: 80) == invoices().text)
    #expect(
      invoices().text(width: 60) == """
        Schedule  Product                 From         Amount
        BS-1001   Point of sale, licence  2026-08-31  1548.39
                  consumed 150, included 100, overage 50

        """)
  }

  @Test("CLI 28: texts are wrapped between words first, then columns are left out")
  func narrow() {
    #expect(
      invoices().text(width: 52) == """
        Schedule  Product                From         Amount
        BS-1001   Point of sale,         2026-08-31  1548.39
                  licence
                  consumed 150, included 100, overage 50

        """)
    #expect(!invoices().text(width: 40).contains("From"))
  }

  @Test("CLI 28: where columns are of no use each row is a list of its values")
  func list() {
    #expect(
      invoices().text(width: 16) == """
        Schedule:
          BS-1001
        Product: Point
          of sale,
          licence
        From: 2026-08-31
        Amount: 1548.39
          consumed 150,
          included 100,
          overage 50

        """)
  }

  @Test(
    "CLI 28, 34: dead letters keep their identifiers and codes whole in any terminal that has the room",
    arguments: [
      (60, "r-0123456789abcdefghjkmnpqrst"), (60, "5a2f4dd0-3a4f-4d43-9a53-6d0a5d8c7a11"),
      (80, "r-17"),
      (46, "5a2f4dd0-3a4f-4d43-9a53-6d0a5d8c7a11"),
    ])
  func deadLetters(width: Int, identifier: String) throws {
    let properties = MessageProperties(
      headers: [
        "fault-code": "INTERNAL_ERROR", "fault-message": "the worker met a fault of its own",
        "fault-last-at": "2026-11-18T11:06:40.250000Z",
      ], messageId: identifier, type: "invoice.generate.v1", appId: "invoice-worker-cli")
    let letter = DeadLetter(
      number: 1,
      delivery: Delivery(
        queue: "invoice.dead", tag: DeliveryTag(epoch: 1, channel: 1, number: 1),
        isRedelivered: false, exchange: "", routingKey: "", properties: properties, body: [],
        bodySize: 0, isTruncated: false))
    let text = Table.deadLetters([letter]).text(width: width)
    #expect(text.contains(identifier), "\(text)")
    if width >= 60 { #expect(text.contains("INTERNAL_ERROR"), "\(text)") }
    #expect(text.contains("the worker met a fault"), "\(text)")
    for line in text.split(separator: "\n") {
      #expect(TerminalText.width(of: String(line)) <= width, "\(line)")
    }
  }

  @Test("CLI 28: words are never broken while a column can be left out instead")
  func words() {
    var table = Table([.init("Code", wraps: true), .init("Account", drop: 1)])
    table.append(["BILLING_SCHEDULE_SUSPENDED", "ACC-1001"])
    #expect(table.text(width: 30) == "Code\nBILLING_SCHEDULE_SUSPENDED\n")
  }

  @Test("CLI 28: a help is wrapped between words, summaries in their column, examples not at all")
  func help() {
    let help = """
      Some words that go on.

        --id ID    the request identifier of the request
        --a-very-long-option VALUE  the one that has a name as long as this
        invoice-worker request invoice.generate.v1 --set accountId=ACC-1001

      """
    #expect(HelpLayout.text(help, width: nil) == help)
    #expect(
      HelpLayout.text(help, width: 40) == """
        Some words that go on.

          --id ID    the request identifier of
                     the request
          --a-very-long-option VALUE
              the one that has a name as long as
              this
          invoice-worker request invoice.generate.v1 --set accountId=ACC-1001

        """)
  }

  @Test("Wrapping loses nothing, breaks at spaces, and within a word only where it must")
  func wrapping() {
    #expect(TerminalText.wrapped("a bc def", to: 4) == ["a bc", "def"])
    #expect(TerminalText.wrapped("ORD-77 ORD-78", to: 8) == ["ORD-77", "ORD-78"])
    #expect(TerminalText.wrapped("abcdefghij k", to: 4) == ["abcd", "efgh", "ij k"])
    #expect(TerminalText.wrapped("", to: 4) == [""])
    #expect(TerminalText.wrapped("日本語", to: 4) == ["日本", "語"])
    #expect(TerminalText.width(of: "日本語é") == 7)
  }
}

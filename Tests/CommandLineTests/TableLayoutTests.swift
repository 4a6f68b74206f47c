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

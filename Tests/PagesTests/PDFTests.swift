import Billing
import Foundation
import Monetary
import Pages
import Testing

@Suite("Pages: PDF")
struct PDFTests {
  private static func pdf(_ page: PrintedInvoice) throws -> [UInt8] {
    let result = try DocumentsProgram.run("pdf", input: page.json)
    try #require(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    return result.output
  }

  @Test("The same invoice is the same bytes, its text can be searched, and its fonts are in it")
  func plain() throws {
    let page = PrintedInvoice(of: try SampleInvoice.plain(), language: "de")
    let pdf = try Self.pdf(page)
    #expect(try Self.pdf(page) == pdf)
    let pages = try DocumentsProgram.pages(of: pdf)
    #expect(pages.count == 1)
    for text in [
      "Rechnung", "INV-2026-000017", "Contoso GmbH", "1.250,00", "1.547,00", "30.12.2026",
      "DE89 3704 0044 0532 0130 00", "DE123456789", "Seite 1 von 1",
    ] {
      #expect(
        pages[0].replacing("\u{A0}", with: " ").contains(text), "\(text) is not in \(pages[0])")
    }
    let fonts = try DocumentsProgram.tool("pdffonts", ["FILE"], of: pdf).split(separator: "\n")
    #expect(fonts.count > 2)
    for font in fonts.dropFirst(2) {
      #expect(font.contains("NotoSans") && font.contains(/yes +yes +yes/), "\(font)")
    }
    #expect(try DocumentsProgram.tool("qpdf", ["--check", "FILE"], of: pdf).contains("No syntax"))
    let facts = try DocumentsProgram.tool("pdfinfo", ["-isodates", "FILE"], of: pdf)
    #expect(facts.contains(/Title: +Rechnung INV-2026-000017/), "\(facts)")
    #expect(facts.contains(/CreationDate: +2026-11-30T00:00:00/), "\(facts)")
    #expect(facts.contains("(A4)"))
  }

  @Test("300 lines: a head on every page, what is carried forward, and sums beside a line")
  func long() throws {
    let pages = try DocumentsProgram.pages(
      of: Self.pdf(PrintedInvoice(of: try SampleInvoice.long(300))))
    #expect((10...20).contains(pages.count))
    var lines = 0
    var carried: String?
    for (index, page) in pages.enumerated() {
      #expect(page.contains("Unit price"), "the head of page \(index + 1)")
      #expect(page.contains("Page \(index + 1) of \(pages.count)"))
      let rows = page.components(separatedBy: "Platform subscription").count - 1
      #expect(rows > 0)
      lines += rows
      let sums = page.matches(of: /(Brought|Carried) forward +([0-9.,]+)/)
      #expect(sums.count == (index == 0 || index == pages.count - 1 ? 1 : 2))
      if let carried { #expect(sums.first.map { String($0.2) } == carried) }
      carried = sums.last.map { String($0.2) }
      if index < pages.count - 1 {
        // 12.50 each.
        let cents = 1_250 * lines
        let digits = "\(cents / 100).\(cents % 100 == 0 ? "00" : "50")"
        #expect(carried?.replacing(",", with: "") == digits)
      }
    }
    #expect(lines == 300)
    #expect(pages.last?.contains("4,464.00") == true && pages.last?.contains("IBAN") == true)
  }

  @Test("No number of lines leaves the sums without a line", arguments: 8...40)
  func sums(_ count: Int) throws {
    let pages = try DocumentsProgram.pages(
      of: Self.pdf(PrintedInvoice(of: try SampleInvoice.long(count))))
    let last = try #require(pages.last)
    #expect(last.contains("Amount due") && last.contains("Platform subscription"))
  }

  @Test("Long names are broken, and every script has its letters")
  func names() throws {
    let word = String(repeating: "Donaudampfschifffahrt", count: 12)
    var invoice = try SampleInvoice.invoice([
      SampleInvoice.Line(name: word, price: 1, amount: 1),
      SampleInvoice.Line(name: "اشتراك المنصة الشهري", price: 1, amount: 1),
      SampleInvoice.Line(name: "מנוי חודשי", price: 1, amount: 1),
      SampleInvoice.Line(name: "Συνδρομή Подписка", price: 1, amount: 1),
    ])
    invoice.accountName = "شركة النور للتجارة"
    let pdf = try Self.pdf(PrintedInvoice(of: invoice))
    let text = try DocumentsProgram.tool("pdftotext", ["-raw", "FILE", "-"], of: pdf)
    // The tool marks which way letters go.
    let marks = ["\u{202A}", "\u{202B}", "\u{202C}"]
    let whole = marks.reduce(text) { $0.replacing($1, with: "") }.filter { !$0.isWhitespace }
    #expect(whole.contains(word) && text.contains("Συνδρομή Подписка"))
    #expect(whole.contains("מנויחודשי") || whole.contains(String("מנויחודשי".reversed())))
    let fonts = try DocumentsProgram.tool("pdffonts", ["FILE"], of: pdf)
    #expect(fonts.contains("NotoSansArabic") && fonts.contains("NotoSansHebrew"), "\(fonts)")
  }

  @Test("However long its texts are, none is lost, and none lies on another or on the foot")
  func crowded() throws {
    func long(_ end: String, _ count: Int) -> String {
      (1..<count).map { "w\($0)" }.joined(separator: " ") + " " + end
    }
    // In Finnish a head of the taxes takes two lines.
    var page = PrintedInvoice(of: try SampleInvoice.long(3), language: "fi")
    for index in 0..<3 {
      // As an ingested line can have them: more than a page holds.
      page.sections[0].lines[index].details = (1...70).map { long("d\(index)x\($0)", 15) }
    }
    page.totals = (1...20).map { PrintedInvoice.Fact(long("t\($0)", 30), "1,00") } + page.totals
    let row = try #require(page.taxes.rows.first)
    page.taxes.rows = (1...8).map { number in
      var changed = row
      changed.reason = long("r\(number)", 200)
      return changed
    }
    page.payment.append(PrintedInvoice.Fact("Viite", long("p1", 150)))
    let pages = try DocumentsProgram.words(of: Self.pdf(page))
    for words in pages {
      // The rule above the foot.
      #expect(words.allSatisfy { $0.bottom < 798 || $0.top > 798 })
      for (index, word) in words.enumerated() {
        let covered = words[(index + 1)...].first { word.covers($0) }
        #expect(covered == nil, "\(word) and \(String(describing: covered))")
      }
    }
    var ends = (1...20).map { "t\($0)" } + (1...8).map { "r\($0)" } + ["p1"]
    for index in 0..<3 { ends += (1...70).map { "d\(index)x\($0)" } }
    let texts = Set(pages.joined().map(\.text))
    for end in ends { #expect(texts.contains(end), "\(end)") }
    #expect(texts.contains { $0.hasPrefix("44,64") }, "what is asked for")
  }

  @Test(
    "A head of very many references, parties and notes is laid out whole, on as many pages as it takes",
    arguments: [1, 12, 60])
  func longHead(_ count: Int) throws {
    func long(_ end: String, _ words: Int) -> String {
      (1..<words).map { "w\($0)" }.joined(separator: " ") + " " + end
    }
    var page = PrintedInvoice(of: try SampleInvoice.long(3))
    // As an ingested document can have them.
    page.facts += (1...count).map { PrintedInvoice.Fact("Label \($0)", long("f\($0)", 40)) }
    page.seller?.facts += (1...count).map { PrintedInvoice.Fact("Label", long("s\($0)", 40)) }
    page.buyer.facts += (1...count).map { PrintedInvoice.Fact("Label", long("b\($0)", 40)) }
    page.delivery = page.buyer
    page.delivery?.facts = (1...count).map { PrintedInvoice.Fact("Label", long("d\($0)", 40)) }
    page.note = (1...count).map { long("n\($0)", 200) }.joined(separator: "\n")
    page.payment.append(
      PrintedInvoice.Fact("Identification of the creditor", long("p1", 250)))
    page.payment.append(PrintedInvoice.Fact("A label of more than a line", "p2"))
    let pages = try DocumentsProgram.words(of: Self.pdf(page))
    for (number, words) in pages.enumerated() {
      #expect(words.allSatisfy { $0.bottom < 798 || $0.top > 798 })
      for (index, word) in words.enumerated() {
        let covered = words[(index + 1)...].first { word.covers($0) }
        #expect(covered == nil, "\(number): \(word) and \(String(describing: covered))")
      }
    }
    let texts = Set(pages.joined().map(\.text))
    for kind in ["f", "s", "b", "d", "n"] {
      for number in 1...count { #expect(texts.contains("\(kind)\(number)"), "\(kind)\(number)") }
    }
    #expect(texts.contains("p1") && texts.contains("p2"))
  }

  @Test("Letters that no font has are said on standard error, and the PDF is made")
  func missingLetters() throws {
    var page = PrintedInvoice(of: try SampleInvoice.plain())
    page.note = "A \u{E000} of nobody's"
    let result = try DocumentsProgram.run("pdf", input: page.json)
    #expect(result.status == 0 && result.output.starts(with: Array("%PDF-".utf8)))
    #expect(result.errors.hasPrefix("invoice-documents: no font that pages are drawn with has"))
    #expect(result.errors.contains("U+E000"), "\(result.errors)")
  }

  @Test("One process draws page after page; one of another version is the installation's fault")
  func serving() throws {
    let page = PrintedInvoice(of: try SampleInvoice.plain()).json
    var input: [UInt8] = []
    for json in [page, Array("{}".utf8), page] { input += PageExchange.length(json.count) + json }
    let result = try DocumentsProgram.run("pdf", "--serve", input: input)
    #expect(result.status == 0 && result.errors.isEmpty)
    var rest = result.output[...]
    var answers: [(status: UInt8, bytes: [UInt8])] = []
    while let status = rest.first {
      let head = rest.dropFirst().prefix(4)
      let count = head.reduce(0) { $0 << 8 | Int($1) }
      answers.append((status, Array(rest.dropFirst(5).prefix(count))))
      rest = rest.dropFirst(5 + count)
    }
    #expect(answers.map(\.status) == [0, 2, 0])
    let alone = try DocumentsProgram.run("pdf", input: page).output
    #expect(answers.first?.bytes == alone && answers.last?.bytes == alone)
    #expect(String(decoding: answers[1].bytes, as: UTF8.self).contains("same version"))
  }

  @Test("What is no page, and what is no command, is refused in a sentence")
  func refused() throws {
    let nothing = try DocumentsProgram.run("pdf", input: Array("{".utf8))
    #expect(nothing.status == 1 && nothing.output.isEmpty)
    #expect(nothing.errors.contains("same version"), "\(nothing.errors)")
    let unknown = try DocumentsProgram.run("png")
    #expect(unknown.status == 2 && unknown.errors.contains("Usage:"))
    let cut = try DocumentsProgram.run("pdf", "--serve", input: PageExchange.length(100) + [1, 2])
    #expect(cut.status == 1 && cut.output.isEmpty)
  }
}

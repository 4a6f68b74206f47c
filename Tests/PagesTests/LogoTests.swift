import Billing
import Foundation
import JSON
import Monetary
import Pages
import TestSupport
import Testing

@Suite("Pages: the seller's logo")
struct LogoTests {
  private static func image(_ width: Int = 60, _ height: Int = 20) throws -> PNGImage {
    try PNGImage(checking: SamplePNG(width: width, height: height).bytes)
  }

  private static func page(_ logo: PNGImage?) throws -> PrintedInvoice {
    PrintedInvoice(of: try SampleInvoice.plain(), logo: logo)
  }

  private static func pdf(_ page: PrintedInvoice) throws -> [UInt8] {
    let result = try DocumentsProgram.run("pdf", input: page.json)
    try #require(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    return result.output
  }

  @Test("HTML carries the image in itself, named by the seller, and allows no other")
  func html() throws {
    var invoice = try SampleInvoice.plain()
    invoice.seller = Invoice.Seller(
      name: "A \"B\" <C>", address: SampleInvoice.seller.address, taxRegistrationNumber: nil)
    let image = try Self.image()
    let html = String(decoding: PrintedInvoice(of: invoice, logo: image).html, as: UTF8.self)
    let tags = html.matches(
      of: /<img class="logo" alt="([^"]*)"[^>]* src="data:image\/png;base64,([^"]*)">/)
    #expect(tags.count == 1 && html.components(separatedBy: "<img").count == 2)
    let tag = try #require(tags.first)
    #expect(tag.1 == "A &quot;B&quot; &lt;C&gt;")
    #expect(Data(base64Encoded: String(tag.2)).map { Array($0) } == image.bytes)
    #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:\""))
    #expect(html.contains("max-height: 72px") && !html.contains("<script"))

    let plain = String(decoding: PrintedInvoice(of: invoice).html, as: UTF8.self)
    #expect(!plain.contains("<img") && !plain.contains("img-src"))
  }

  @Test("A document of another issuer, and one without a seller, have none")
  func ofOthers() throws {
    let image = try Self.image()
    var invoice = try SampleInvoice.plain()
    #expect(PrintedInvoice(of: invoice, logo: image).logo == image)
    invoice.ingested = IngestedDetails(
      documentType: .invoice, uniqueIdentifier: nil, referenceEntity: nil,
      prepaidAmount: .zero(invoice.currency), payableRounding: .zero(invoice.currency),
      seller: DocumentSeller(id: "X", name: "Somebody else"))
    #expect(PrintedInvoice(of: invoice, logo: image).logo == nil)
    invoice.ingested = nil
    invoice.seller = nil
    #expect(PrintedInvoice(of: invoice, logo: image).logo == nil)
  }

  @Test("A page with a logo is read as it was written, and one with anything else is none")
  func json() throws {
    let page = try Self.page(Self.image())
    #expect(PrintedInvoice(try JSONDocument(reading: page.json).root) == page)
    let text = String(decoding: page.json, as: UTF8.self)
    let image = Base64.text(try Self.image().bytes)
    let cutOff = image.dropLast(8)
    let tooLarge = Base64.text([UInt8](repeating: 0x89, count: PNGImage.mostBytes + 1))
    for logo in ["", "nonsense", String(cutOff), tooLarge] {
      let changed = Array(text.replacing(image, with: logo).utf8)
      #expect(PrintedInvoice(try JSONDocument(reading: changed).root) == nil)
    }
  }

  /// Of the word that stands highest on the first page.
  private static func top(of text: String, in pdf: [UInt8]) throws -> Double {
    let words = try #require(try DocumentsProgram.words(of: pdf).first)
    return try #require(words.filter { $0.text == text }.map(\.top).min())
  }

  @Test(
    "PDF: its proportions are kept, it is no larger than its place, and the seller stands below it",
    arguments: [
      // Height in points: at 96 pixels an inch, of the full height, of the full width.
      (60, 20, 15.0), (25, 500, 48), (600, 90, 39.5), (1, 1, 0.75),
    ])
  func pdf(_ width: Int, _ height: Int, _ points: Double) throws {
    let plain = try Self.pdf(Self.page(nil))
    let pdf = try Self.pdf(Self.page(Self.image(width, height)))
    let shown = try DocumentsProgram.tool("pdfimages", ["-list", "FILE"], of: pdf)
      .split(separator: "\n").dropFirst(2).map { $0.split(separator: " ") }
    // Only on the first page.
    #expect(shown.count == 1)
    let row = try #require(shown.first)
    try #require(row.count > 13)
    #expect(row[0] == "1" && row[3] == "\(width)" && row[4] == "\(height)", "\(row)")
    let (across, down) = (Double(row[12]) ?? 0, Double(row[13]) ?? 0)
    #expect(abs(across - down) <= 1 && abs(down - Double(height) / points * 72) <= down / 50)
    let moved =
      try Self.top(of: "Northlight", in: pdf) - Self.top(of: "Northlight", in: plain)
    #expect(abs(moved - points - 8) < 0.6, "\(moved)")
    // The heading stands beside it.
    #expect(try Self.top(of: "Invoice", in: pdf) == Self.top(of: "Invoice", in: plain))
  }

  @Test("The same invoice is the same bytes; several pages have the logo once")
  func once() throws {
    let page = PrintedInvoice(of: try SampleInvoice.long(100), logo: try Self.image())
    let pdf = try Self.pdf(page)
    #expect(try Self.pdf(page) == pdf)
    #expect(try DocumentsProgram.pages(of: pdf).count > 2)
    let shown = try DocumentsProgram.tool("pdfimages", ["-list", "FILE"], of: pdf)
    #expect(shown.split(separator: "\n").count == 3, "\(shown)")
    #expect(try DocumentsProgram.tool("qpdf", ["--check", "FILE"], of: pdf).contains("No syntax"))
  }

  @Test(
    "Every form of pixels can be drawn", arguments: [0, 2, 4, 6] as [UInt8], [8, 16] as [UInt8])
  func forms(_ color: UInt8, _ depth: UInt8) throws {
    var sample = SamplePNG(width: 9, height: 5)
    sample.color = color
    sample.depth = depth
    let samples = [0: 1, 2: 3, 4: 2, 6: 4][color] ?? 1
    sample.pixel = [UInt8](repeating: 0xFF, count: samples * Int(depth) / 8)
    let pdf = try Self.pdf(Self.page(PNGImage(checking: sample.bytes)))
    let shown = try DocumentsProgram.tool("pdfimages", ["-list", "FILE"], of: pdf)
    #expect(shown.split(separator: "\n").count == 3, "\(shown)")
  }

  @Test("Where it cannot be unpacked the page is the one without it, and that is said")
  func withoutIt() throws {
    let bad = try Self.page(
      PNGImage(checking: SamplePNG(width: 60, height: 20).bytesOfNoPixels))
    let plain = try Self.pdf(Self.page(nil))
    let alone = try DocumentsProgram.run("pdf", input: bad.json)
    #expect(alone.status == 0 && alone.output == plain)
    #expect(alone.errors == "invoice-documents: \(PageExchange.logoLeftOut)\n")
    var input: [UInt8] = []
    for page in [bad, try Self.page(nil)] {
      input += PageExchange.length(page.json.count) + page.json
    }
    let served = try DocumentsProgram.run("pdf", "--serve", input: input)
    let answers = [PageExchange.Status.drawnWithoutLogo, .drawn].flatMap {
      [$0.rawValue] + PageExchange.length(plain.count) + plain
    }
    #expect(served.output == answers && served.errors.isEmpty)
  }
}

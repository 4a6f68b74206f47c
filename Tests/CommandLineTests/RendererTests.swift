import Billing
import CivilTime
import Foundation
import Pages
import TestSupport
import Testing
import Worker

@testable import invoice_worker

/// What the renderer does with a program that answers, dies, hangs or talks nonsense: scripts stand in for those.
@Suite("The renderer of PDF", .timeLimit(.minutes(5)))
struct RendererTests {
  init() {
    // As the program does: a process that is gone is an error of a write.
    signal(SIGPIPE, SIG_IGN)
  }

  private static func page(_ title: String = "Invoice 1") throws -> PrintedInvoice {
    let date = try #require(CivilDate(iso8601: "2026-11-30"))
    return PrintedInvoice(
      language: "en", paper: .a4, date: date, title: title, heading: "Invoice", seller: nil,
      buyer: .init(label: "Bill to", name: "Contoso", lines: [], facts: []), delivery: nil,
      facts: [], note: nil,
      columns: .init(
        position: "No.", name: "Name", quantity: "Quantity", unitPrice: "Price", tax: "Tax",
        amount: "Amount", carriedForward: "Carried", broughtForward: "Brought"),
      sections: [], totals: [.init("Amount due", "1.00 EUR")],
      taxes: .init(
        heading: "Taxes", name: "Tax", category: "Category", rate: "Rate", taxableAmount: "Amount",
        taxAmount: "Tax", rows: []), instalments: [], instalmentsHeading: "", payment: [],
      paymentHeading: "", footer: "", pageNumbers: .init(before: "Page ", between: " of "))
  }

  /// A program of this text, which is told the files of a folder of its own.
  private static func withScript<Value>(
    _ text: String, _ body: (DocumentsProgram, URL) async throws -> Value
  ) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "renderer-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "invoice-documents")
    try Data("#!/bin/bash\ncd '\(folder.path)'\n\(text)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return try await body(DocumentsProgram(path: file.path), folder)
  }

  private static var built: DocumentsProgram {
    DocumentsProgram(
      path: Program.url.deletingLastPathComponent().appending(path: "invoice-documents").path)
  }

  @Test("One process draws page after page, the same bytes for the same page")
  func pages() async throws {
    let renderer = Renderer(Self.built)
    let first = try await renderer.pdf(of: Self.page())
    #expect(first.pdf.starts(with: Array("%PDF-".utf8)) && !first.isWithoutLogo)
    #expect(first.missing == nil)
    #expect(try await renderer.pdf(of: Self.page("Invoice 2")) != first)
    #expect(try await renderer.pdf(of: Self.page()) == first)
  }

  @Test("Letters that no font has are told with the PDF, each once")
  func missing() async throws {
    let renderer = Renderer(Self.built)
    let drawn = try await renderer.pdf(of: Self.page("Invoice \u{E000}\u{E001}\u{E000}"))
    #expect(drawn.pdf.starts(with: Array("%PDF-".utf8)))
    // A title is drawn from the second page on.
    #expect(drawn.missing == nil)
    var page = try Self.page()
    page.note = "Invoice \u{E000}\u{E001}\u{E000}"
    let noted = try await renderer.pdf(of: page)
    #expect(noted.missing?.letters == "\u{E000}\u{E001}")
    #expect(noted.missing?.sentence.contains("U+E000, U+E001") == true)
    #expect(
      try await renderer.pdf(of: Self.page()).missing == nil, "of this page, not of one before")
  }

  @Test("What to install follows from the letters")
  func advice() throws {
    let han = try #require(MissingLetters("株式".unicodeScalars)).sentence
    #expect(han.contains("株 (U+682A), 式 (U+5F0F)") && han.contains("fonts-noto-cjk"))
    #expect(!han.contains("fonts-noto-core"))
    let other = try #require(MissingLetters("\u{12000}".unicodeScalars)).sentence
    #expect(other.contains("fonts-noto-core") && !other.contains("fonts-noto-cjk"))
    #expect(MissingLetters("".unicodeScalars) == nil)
    let many = (0x4E00..<0x5000).compactMap { Unicode.Scalar($0) }
    #expect(MissingLetters(many)?.letters.unicodeScalars.count == MissingLetters.most)
  }

  @Test("A page is drawn without a logo that cannot be unpacked, which is said of this page only")
  func withoutLogo() async throws {
    func page(_ logo: PNGImage?) throws -> PrintedInvoice {
      var page = try Self.page()
      page.seller = .init(label: "", name: "Northlight", lines: [], facts: [])
      page.logo = logo
      return page
    }
    let renderer = Renderer(Self.built)
    let plain = try await renderer.pdf(of: page(nil))
    let sample = SamplePNG(width: 60, height: 20)
    let bad = try await renderer.pdf(of: page(PNGImage(checking: sample.bytesOfNoPixels)))
    #expect(bad.isWithoutLogo && bad.pdf == plain.pdf)
    let whole = try await renderer.pdf(of: page(PNGImage(checking: sample.bytes)))
    #expect(!whole.isWithoutLogo && whole.pdf != plain.pdf)
  }

  @Test("A process that ended between two pages is started again")
  func restarted() async throws {
    // Answers one page with what its number is, and ends.
    let script = """
      echo x >>starts
      count=$(head -c 4 | od -An -tu1 | awk '{ print $1 * 16777216 + $2 * 65536 + $3 * 256 + $4 }')
      head -c "$count" >/dev/null
      printf '\\x00\\x00\\x00\\x00\\x03PDF'
      """
    try await Self.withScript(script) { program, folder in
      let renderer = Renderer(program)
      for _ in 0..<3 {
        #expect(try await renderer.pdf(of: Self.page()) == RenderedPage(pdf: Array("PDF".utf8)))
      }
      let starts = try Data(contentsOf: folder.appending(path: "starts"))
      #expect(starts.count == 6)
    }
  }

  @Test("One that hangs is ended after its time, and the next page has a new one")
  func hung() async throws {
    let script = """
      if [ -e hung ]; then printf '\\x00\\x00\\x00\\x00\\x03PDF'; exec cat >/dev/null; fi
      touch hung
      exec sleep 1000
      """
    try await Self.withScript(script) { program, _ in
      let renderer = Renderer(program, limit: .seconds(2))
      let error = await #expect(throws: RendererFailure.self) {
        try await renderer.pdf(of: Self.page())
      }
      #expect(error == .tooSlow(.seconds(2)))
      #expect(error?.description.contains("within 2 s") == true)
      let next = try await renderer.pdf(of: Self.page())
      #expect(next == RenderedPage(pdf: Array("PDF".utf8)))
    }
  }

  @Test(
    "What it says of a page, of the installation, and what is no answer are told apart",
    arguments: [
      (#"printf '\x01\x00\x00\x00\x02no'; exec cat >/dev/null"#, RendererFailure.page("no")),
      (#"printf '\x02\x00\x00\x00\x05fonts'; exec cat >/dev/null"#, .installation("fonts")),
      (#"printf '\x07\x00\x00\x00\x02no'; exec cat >/dev/null"#, .unreadable),
      (#"printf '\x00\xff\xff\xff\xff'; exec cat >/dev/null"#, .unreadable),
      (#"printf '\x04\x00\x00\x00\x05\x00\x00\x00\x09a'; exec cat >/dev/null"#, .unreadable),
      ("exit 1", .ended),
    ])
  func answers(_ script: String, _ failure: RendererFailure) async throws {
    try await Self.withScript(script) { program, _ in
      let renderer = Renderer(program, limit: .seconds(60))
      let error = await #expect(throws: RendererFailure.self) {
        try await renderer.pdf(of: Self.page())
      }
      #expect(error == failure)
    }
  }

  @Test(
    "A page that its renderer died of is tried a few times; an installation that draws nothing is waited for"
  )
  func mail() {
    #expect(
      RendererFailure.tooSlow(.seconds(15)).attachmentFault
        == .unfinished("invoice-documents drew no page within 15 s and was ended"))
    #expect(
      RendererFailure.ended.attachmentFault
        == .unfinished("invoice-documents ended while it drew the page"))
    for failure in [RendererFailure.notStarted("no"), .installation("no fonts"), .unreadable] {
      #expect(failure.attachmentFault == .unavailable(failure.description))
    }
    #expect(RendererFailure.page("no").attachmentFault == .impossible(.internalError, "no"))
  }

  @Test("A page that is too long is not sent: its e-mail would wait for ever")
  func tooLong() async throws {
    let renderer = Renderer(DocumentsProgram(path: "/nonexistent"), longestPage: 1 << 20)
    let page = try Self.page(String(repeating: "a", count: 1 << 20))
    let error = await #expect(throws: RendererFailure.self) { try await renderer.pdf(of: page) }
    #expect(error == .page("the document is too long to be drawn: more than 1 MiB"))
  }

  @Test("A program that is not there, or is none, is said with the system's words")
  func notStarted() async throws {
    let error = await #expect(throws: RendererFailure.self) {
      try await Renderer(DocumentsProgram(path: "/nonexistent/invoice-documents")).pdf(
        of: Self.page())
    }
    #expect(error == .notStarted("No such file or directory"))
  }
}

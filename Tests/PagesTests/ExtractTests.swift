import Billing
import Foundation
import Pages
import Testing

@Suite("Pages: the invoice inside a PDF")
struct ExtractTests {
  private static let xml = "<rsm:Invoice xmlns:rsm=\"urn:x\">ä</rsm:Invoice>"

  /// A PDF with these files attached, by qpdf.
  private static func pdf(
    attaching files: [(name: String, content: String)], _ arguments: [String] = []
  ) throws -> [UInt8] {
    let page = PrintedInvoice(of: try SampleInvoice.plain())
    var pdf = try DocumentsProgram.run("pdf", input: page.json).output
    for (name, content) in files {
      pdf = try DocumentsProgram.withFolder { folder in
        let source = folder.appending(path: "in.pdf")
        let file = folder.appending(path: name)
        let result = folder.appending(path: "out.pdf")
        try Data(pdf).write(to: source)
        try Data(content.utf8).write(to: file)
        let run = try DocumentsProgram.run(
          URL(filePath: "/usr/bin/qpdf"),
          [source.path, "--add-attachment", file.path, "--"] + arguments + [result.path])
        try #require(run.status == 0, "\(run.errors)")
        return Array(try Data(contentsOf: result))
      }
    }
    return pdf
  }

  @Test(
    "It is found by its name, whatever else is attached",
    arguments: ["factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml"])
  func found(_ name: String) throws {
    let pdf = try Self.pdf(attaching: [
      ("a.xml", "<a/>"), (name, Self.xml), ("terms.txt", "none"), ("z.xml", "<z/>"),
    ])
    let result = try DocumentsProgram.run("extract", input: pdf)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(String(decoding: result.output, as: UTF8.self) == Self.xml)
  }

  @Test("Without a known name it is the XML that the PDF calls its alternative")
  func relationship() throws {
    // qpdf attaches without a relationship: it is written into the file in its editable form.
    let pdf = try Self.pdf(
      attaching: [("invoice.xml", Self.xml)], ["--qdf", "--object-streams=disable"])
    #expect(try DocumentsProgram.run("extract", input: pdf).status == 3)
    let marker = Array("/Type /Filespec".utf8)
    var changed = pdf
    let place = try #require(changed.firstRange(of: marker))
    changed.replaceSubrange(place, with: Array("/AFRelationship /Alternative /Type /Filespec".utf8))
    // Its table of places is wrong now, which readers put right.
    let result = try DocumentsProgram.run("extract", input: changed)
    #expect(result.status == 0, "\(result.errors)")
    #expect(String(decoding: result.output, as: UTF8.self) == Self.xml)
  }

  @Test("Where there is none the status is 3, with a sentence")
  func none() throws {
    let pdf = try Self.pdf(attaching: [("terms.txt", "none"), ("other.xml", "<a/>")])
    let result = try DocumentsProgram.run("extract", input: pdf)
    #expect(result.status == 3 && result.output.isEmpty)
    #expect(result.errors.contains("carries no electronic invoice"))
  }

  @Test(
    "What is no PDF, what is protected and what is too large is refused, and not as one without an invoice"
  )
  func refused() throws {
    for bytes in [[], Array("no PDF".utf8), Array("%PDF-1.7\n%%EOF\n".utf8)] as [[UInt8]] {
      let result = try DocumentsProgram.run("extract", input: bytes)
      #expect(result.status == 1 && result.output.isEmpty, "\(result)")
      #expect(result.errors.hasPrefix("invoice-documents: the PDF cannot be read: "))
    }
    let protected = try Self.pdf(
      attaching: [("factur-x.xml", Self.xml)], ["--encrypt", "secret", "owner", "256", "--"])
    let closed = try DocumentsProgram.run("extract", input: protected)
    #expect(closed.status == 1 && closed.errors.contains("password"), "\(closed)")
    let large = try DocumentsProgram.run(
      "extract", input: [UInt8](repeating: 0x20, count: 65 << 20))
    #expect(large.status == 1 && large.errors.contains("64 MiB"), "\(large.errors)")
    // Packed it is small.
    let bomb = try Self.pdf(
      attaching: [("factur-x.xml", String(repeating: " ", count: 40 << 20))],
      ["--compress-streams=y"])
    #expect(bomb.count < 1 << 20)
    let unpacked = try DocumentsProgram.run("extract", input: bomb)
    #expect(unpacked.status == 1 && unpacked.errors.contains("32 MiB"), "\(unpacked.errors)")
  }
}

import Billing
import Foundation
import Mail
import Pages
import Storage
import TestSupport
import Testing
import Worker

@testable import invoice_worker

@Suite("Pages at the command line")
struct PageCommandTests {
  @Test("An invoice is written as HTML and as PDF, to standard output or whole to a file")
  func written() throws {
    try ReportedDatabase.with { database in
      let html = try database.run("invoices", "html", "INV-2026-000001")
      #expect(html.status == 0 && html.errors.isEmpty, "\(html)")
      #expect(html.output.hasPrefix("<!DOCTYPE html>") && html.output.contains("INV-2026-000001"))
      let files = ["a", "b"].map { "\(database.path).\($0).pdf" }
      defer { for file in files { try? FileManager.default.removeItem(atPath: file) } }
      for file in files {
        let pdf = try database.run("invoices", "pdf", "i-1", "--out", file)
        #expect(pdf.status == 0 && pdf.output.isEmpty && pdf.errors.isEmpty, "\(pdf)")
      }
      let bytes = try files.map { try Data(contentsOf: URL(filePath: $0)) }
      #expect(bytes[0] == bytes[1] && bytes[0].starts(with: Array("%PDF-".utf8)))
      let unknown = try database.run("invoices", "pdf", "INV-9")
      #expect(unknown.status == 1 && unknown.errors.contains("INV-9"), "\(unknown)")
    }
  }

  @Test("Pages have the seller's logo; one that cannot be drawn is left out with a warning")
  func logo() throws {
    let sample = SamplePNG(width: 60, height: 20)
    try ReportedDatabase.with { database in
      try database.execute(
        """
        INSERT INTO legal_entity_logo (digest, image) VALUES ('good', \(sample.bytes.literal)),
          ('bad', \(sample.bytesOfNoPixels.literal));
        INSERT INTO legal_entity (id, name, street, city, postal_code, country, is_default)
        VALUES ('LE-1', 'Northlight', 'S', 'Oslo', '0150', 'NO', 0);
        UPDATE invoice SET legal_entity_id = 'LE-1', seller_name = 'Northlight', seller_street = 'S',
          seller_city = 'Oslo', seller_postal_code = '0150', seller_country = 'NO' WHERE id = 'i-1';
        """)
      let file = "\(database.path).pdf"
      defer { try? FileManager.default.removeItem(atPath: file) }
      func pdf(warning: String = "") throws -> Data {
        let pdf = try database.run("invoices", "pdf", "i-1", "--out", file)
        #expect(pdf.status == 0 && pdf.output.isEmpty && pdf.errors == warning, "\(pdf)")
        return try Data(contentsOf: URL(filePath: file))
      }
      let plain = try pdf()
      #expect(try !database.run("invoices", "html", "i-1").output.contains("<img"))

      try database.execute("UPDATE legal_entity SET logo_digest = 'good'")
      let html = try database.run("invoices", "html", "i-1")
      let image = Data(sample.bytes).base64EncodedString()
      #expect(html.output.contains("src=\"data:image/png;base64,\(image)\""), "\(html)")
      let shown = try pdf()
      #expect(shown != plain && shown.range(of: Data("/Subtype /Image".utf8)) != nil)

      try database.execute("UPDATE legal_entity SET logo_digest = 'bad'")
      let warning = "warning: \(PageExchange.logoLeftOut)\n"
      #expect(try pdf(warning: warning) == plain)
    }
  }

  @Test("An e-mail has the document that the command writes, under the invoice's number")
  func attached() async throws {
    var source: DocumentSource?
    var written: Program.Result?
    try ReportedDatabase.with { database in
      let environment = database.environment
      let store = try OperatorStore(
        Configuration(reading: { environment[$0] }, facts: .current()))
      source = try store.found(invoice: "i-1") { queries throws(StoreError) in
        try queries.documentSource("i-1")
      }
      written = try database.run("invoices", "html", "i-1")
    }
    let documents = InvoiceDocuments()
    #expect(documents.rendersPdf, "the program is built beside the tests")
    let document = try #require(source)
    #expect(written?.output == String(decoding: document.page.html, as: UTF8.self))
    let first = try await documents.render(.pdf, of: document)
    #expect(first.attachment.name == "INV-2026-000001.pdf")
    #expect(first.attachment.contentType == "application/pdf" && first.remark == nil)
    #expect(first.attachment.bytes.starts(with: Array("%PDF-".utf8)))
    let second = try await documents.render(.pdf, of: document)
    #expect(second == first)
  }

  @Test("Without the program that draws a PDF is refused with what is missing, and HTML is written")
  func missing() throws {
    // A copy that has no other program beside it, nor on its PATH.
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "alone-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appending(path: "invoice-worker")
    try FileManager.default.copyItem(at: Program.url, to: program)
    try ReportedDatabase.with { database in
      let environment = ["DATABASE_URL": "sqlite:\(database.path)", "PATH": folder.path]
      let pdf = try Program.run(
        ["invoices", "pdf", "i-1"], environment: environment, program: program)
      #expect(pdf.status == 1 && pdf.output.isEmpty)
      #expect(
        pdf.errors.contains("RENDERER_MISSING: the program invoice-documents is not installed"),
        "\(pdf)")
      let html = try Program.run(
        ["invoices", "html", "i-1"], environment: environment, program: program)
      #expect(html.status == 0, "\(html)")
    }
  }
}

extension [UInt8] {
  /// As SQL writes bytes.
  fileprivate var literal: String {
    "X'\(map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined())'"
  }
}

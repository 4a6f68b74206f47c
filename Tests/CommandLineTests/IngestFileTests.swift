import Foundation
import Testing

/// Which files `invoice-worker ingest` makes requests of, without a broker.
@Suite("Files to be ingested")
struct IngestFileTests {
  private func ingest(_ words: [String]) throws -> Program.Result {
    try Program.run(["ingest", "--dry-run"] + words, environment: [:])
  }

  private func write(_ files: IngestFiles, _ name: String, _ bytes: [UInt8]) throws -> String {
    let path = files.path(name)
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  @Test(
    "An empty file and one of blanks have a line each and exit status 4, alone or beside a good one"
  )
  func emptyFiles() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let empty = try files.write("empty", "")
    let blank = try files.write("blank", " \n\t\r\n\n")
    for (file, reason) in [
      (empty, "the file is empty"), (blank, "the file holds nothing but blanks"),
    ] {
      let alone = try ingest([file])
      #expect(alone.status == 4 && alone.output.isEmpty)
      #expect(alone.errors == "\(file): not sent: \(reason)\n")
      let beside = try ingest([files.invoice, file])
      #expect(beside.status == 4 && beside.errors == alone.errors)
      #expect(beside.output.split(separator: "\n").count == 1)
    }
  }

  @Test("What is no document has one sentence that says what it is, and none of it is printed")
  func otherFiles() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let sample = try String(contentsOfFile: files.invoice, encoding: .utf8)
    let pretty = """
      {
        "invoice": {
          "billingAccountId": "ACC-1001",
          "lines": [
            {"name": "x"}
          ]
        }
      }
      """
    let secret = Array("\nsecret\n{\"a\": 1}\n{}\n".utf8)
    let cases: [(String, [UInt8], String)] = [
      ("a.pdf", Array("%PDF-1.7\n".utf8) + [0xE2, 0xE3] + secret, "a PDF; "),
      ("b.zip", [0x50, 0x4B, 3, 4, 0, 0] + secret, "a ZIP archive; "),
      ("c.gz", [0x1F, 0x8B, 8] + secret, "compressed with gzip"),
      ("d.json", Array(pretty.utf8), "JSON over several lines; "),
      ("e.json", Array("[\n\(pretty),\n\(pretty)\n]".utf8), "a JSON array; "),
      ("f.json", Array("\(pretty)\n\(pretty)".utf8), "JSON that is not one document a line"),
      (
        "g.xml", Array(try #require(sample.data(using: .utf16LittleEndian))),
        "text in UTF-16 without a byte order mark; "
      ),
      (
        "h.ndjson", [0xFF, 0xFE] + Array(try #require("{}\n".data(using: .utf16LittleEndian))),
        "text in UTF-16 that is no XML; "
      ),
      ("i.bin", [1, 2, 3] + secret, "a binary file"),
      ("j.csv", Array("number;secret\n1;2\n2;3\n".utf8), "neither XML nor "),
    ]
    for (name, bytes, kind) in cases {
      let file = try write(files, name, bytes)
      let result = try ingest([file])
      #expect(result.status == 4, "\(name)")
      #expect(result.output.isEmpty, "\(name): \(result.output)")
      #expect(result.errors.hasPrefix("\(file): not sent: this is \(kind)"), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(name)")
      #expect(!result.errors.contains("secret"), "\(name)")
    }
  }

  @Test("A dry run says what form and arithmetic refuse, all of it, and what is only noted")
  func dryRun() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let wrong = try files.invoice("wrong.xml") {
      $0.replacing("\"EUR\">2000.00<", with: "\"EUR\">1999.00<")
    }
    let arithmetic = try ingest([wrong])
    #expect(arithmetic.status == 4 && arithmetic.output.isEmpty)
    #expect(
      arithmetic.errors.contains("  /invoice/statedTotals/payable: TOTALS_MISMATCH: "),
      "\(arithmetic.errors)")
    let badDate = try files.invoice("date.xml") {
      $0.replacing("<cbc:IssueDate>20", with: "<cbc:IssueDate>x20")
        .replacing("<cbc:DueDate>20", with: "<cbc:DueDate>y20")
    }
    let form = try ingest([badDate, files.invoice])
    #expect(form.status == 4)
    #expect(
      form.errors.contains("/invoice/invoiceDate") && form.errors.contains("/invoice/dueDate"))
    #expect(form.output.split(separator: "\n").count == 1, "the good one's request")
    let noted = try files.invoice("noted.xml") {
      $0.replacing(
        "<cbc:DocumentCurrencyCode>",
        with:
          "<cbc:Note>\(String(repeating: "n", count: 3_000))</cbc:Note><cbc:DocumentCurrencyCode>")
    }
    let warned = try ingest([noted])
    #expect(warned.status == 0)
    #expect(warned.errors.contains("  warning: Note: TEXT_SHORTENED: "), "\(warned.errors)")
  }

  @Test("Three faults in one file are all told")
  func everyFault() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let file = try files.invoice("three.xml") {
      $0.replacing("<cbc:ID>NL-1187</cbc:ID>", with: "")
        .replacing("<cbc:IssueDate>2026", with: "<cbc:IssueDat>2026")
        .replacing("</cbc:IssueDate>", with: "</cbc:IssueDat>")
        .replacing("<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", with: "")
    }
    let result = try ingest([file])
    #expect(result.status == 4)
    #expect(result.errors.hasPrefix("\(file): not sent, for 3 reasons\n"), "\(result.errors)")
    for name in ["ID", "IssueDate", "DocumentCurrencyCode"] {
      #expect(result.errors.contains("the document has no \(name)\n"))
    }
  }

  @Test("The XML library writes nothing of its own to standard error", .timeLimit(.minutes(1)))
  func quietLibrary() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let attachment = String(repeating: "QUJD", count: 2_600_000)
    let large = try files.invoice("large.xml") {
      $0.replacing(
        "<cac:AccountingSupplierParty>",
        with: """
          <cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>\
          <cbc:EmbeddedDocumentBinaryObject>\(attachment)</cbc:EmbeddedDocumentBinaryObject>\
          </cac:Attachment></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>
          """)
    }
    let result = try ingest([large])
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let broken = try ingest([try files.write("broken.xml", "<a>&x;\u{1}<b></a>")])
    #expect(broken.errors.split(separator: "\n").count == 1, "\(broken.errors)")
  }
}

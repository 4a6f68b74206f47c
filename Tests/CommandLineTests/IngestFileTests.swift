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
      ("b.zip", [0x50, 0x4B, 3, 4, 0, 0] + secret, "a ZIP archive, and "),
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
      ("k.json", Array("[{\"invoice\": {}}, {\"invoice\": {}}]\n".utf8), "a JSON array; "),
      ("l.xml", Array("<!DOCTYPE html>\n<html><p>secret</p></html>".utf8), "an HTML page; "),
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

  @Test("Three faults in one file are all reported")
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

  @Test("I2: a missing element, a bad date and a bad amount of one file are all reported")
  func missingAndBad() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let quantity = /<cbc:InvoicedQuantity.*?<\/cbc:InvoicedQuantity>/
    let file = try files.invoice("mixed.xml") {
      $0.replacing(quantity, with: "", maxReplacements: 1)
        .replacing(/<cbc:IssueDate>.*?</, with: "<cbc:IssueDate>2026-13-01<")
        .replacing(/<cbc:PayableAmount currencyID="EUR">.*?</) { _ in
          "<cbc:PayableAmount currencyID=\"EUR\">12x<"
        }
    }
    let result = try ingest([file])
    #expect(result.status == 4 && result.output.isEmpty)
    for text in [
      "  the document has no InvoiceLine 1/InvoicedQuantity\n",
      "  /invoice/invoiceDate: REQUEST_INVALID: ",
      "  /invoice/statedTotals/payable: REQUEST_INVALID: ",
    ] {
      #expect(result.errors.contains(text), "\(result.errors)")
    }
  }

  @Test(
    "I2: a missing element does not hide a sum that is wrong; a missing amount makes none wrong")
  func missingAndSums() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let wrong = try files.invoice("wrong.xml") {
      $0.replacing(/<cbc:InvoiceTypeCode>.*?</, with: "<cbc:InvoiceTypeCode>310<")
        .replacing("\"EUR\">2000.00<", with: "\"EUR\">1999.00<")
    }
    let both = try ingest([wrong])
    #expect(both.status == 4 && both.errors.contains("the type code 310 is no "))
    #expect(
      both.errors.contains("/invoice/statedTotals/payable: TOTALS_MISMATCH: "), "\(both.errors)")
    let amount = /<cbc:LineExtensionAmount.*?<\/cbc:LineExtensionAmount>/
    let missing = try files.invoice("missing.xml") { text in
      let line = text.firstRange(of: "<cac:InvoiceLine>")?.lowerBound ?? text.endIndex
      return String(text[..<line] + text[line...].replacing(amount, with: "", maxReplacements: 1))
    }
    let alone = try ingest([missing])
    #expect(
      alone.errors
        == "\(missing): not sent: the document has no InvoiceLine 1/LineExtensionAmount\n")
  }

  @Test("I3: of amounts collected for others the sum is reported, and one that is not exact")
  func thirdParty() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    func errors(_ paid: String) throws -> String {
      let file = try files.invoice("paid.xml") {
        $0.replacing("\"EUR\">2000.00<", with: "\"EUR\">2050.00<")
          .replacing(
            "<cac:LegalMonetaryTotal>",
            with: """
              <cac:PrepaidPayment><cbc:PaidAmount currencyID="EUR">\(paid)</cbc:PaidAmount>\
              </cac:PrepaidPayment><cac:LegalMonetaryTotal>
              """)
      }
      return try ingest([file]).errors
    }
    #expect(try errors("50").isEmpty)
    let mismatch = try errors("49")
    #expect(
      mismatch.contains("TOTALS_MISMATCH") && mismatch.contains("make 2049.00"), "\(mismatch)")
    let inexact = try errors("50.001")
    #expect(
      inexact.contains("/invoice/thirdPartyAmounts/0/amount: AMOUNT_NOT_EXACT"), "\(inexact)")
  }

  @Test("The XML library writes nothing of its own to standard error", .timeLimit(.minutes(10)))
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

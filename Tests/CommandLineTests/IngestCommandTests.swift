import Foundation
import TestPostgreSQL
import Testing

/// `invoice-worker ingest` as a user runs it, against a broker and a worker.
@Suite("Ingest", .serialized)
struct IngestCommandTests {
  /// Runs the same on both stores, with the sample's records imported.
  private static func onBothStores(
    _ body: ([String: String], IngestFiles) async throws -> Void
  ) async throws {
    try await run(database: nil, body)
    try await PostgreSQLServer.shared().withDatabase { url in try await run(database: url, body) }
  }

  private static func run(
    database: String?, _ body: ([String: String], IngestFiles) async throws -> Void
  ) async throws {
    let files = try IngestFiles()
    defer { files.remove() }
    try await BrokerCommandTests.withInstallation(database: database) { environment in
      let imported = try Program.run(
        "import", BrokerCommandTests.sample, environment: environment)
      #expect(imported.status == 0, "\(imported.errors)")
      try await body(environment, files)
    }
  }

  /// Numbers or, of drafts, unique identifiers of the order's invoices, in order, each with its total.
  private static func orderList(_ environment: [String: String]) throws -> [String] {
    let list = try Program.run(
      "invoices", "list", "--order", "ORD-77", "--json", environment: environment)
    let invoices =
      try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]] ?? []
    return invoices.map { invoice in
      let name = invoice["invoiceNumber"] as? String ?? invoice["uniqueIdentifier"] as? String ?? ""
      return "\(name) \(invoice["totalAmountWithTax"] as? String ?? "")"
    }.sorted()
  }

  private static let taken = ["ERP-2026-000123 166.60", "NL-1187 2355.07", "NL-1190 21.19"]

  @Test("From files to the order's list, and again", .timeLimit(.minutes(10)))
  func fromFilesToTheList() async throws {
    try await Self.onBothStores { environment, files in
      let shown = try Program.run(
        "ingest", "--dry-run", "--order", "ORD-77", files.invoice, environment: environment)
      #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
      let request = try #require(
        try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any])
      let invoice = try #require(request["invoice"] as? [String: Any])
      #expect(invoice["uniqueIdentifier"] as? String == "DE811907980/Invoice/NL-1187")
      #expect(invoice["billingAccountId"] as? String == "ACC-1001", "the buyer's identifier")
      #expect(try Self.orderList(environment).isEmpty, "nothing was sent")

      let words = ["ingest", "--order", "ORD-77", files.invoice, files.creditNote, files.requests]
      let first = try Program.run(words, environment: environment)
      #expect(first.status == 0, "\(first.output) \(first.errors)")
      #expect(first.errors.isEmpty, "no bar where there is no terminal: \(first.errors)")
      let lines = first.output.split(separator: "\n").map(String.init)
      let places = [
        files.invoice, files.creditNote, "\(files.requests):1", "\(files.requests):2",
      ]
      #expect(lines.count == places.count + 1, "\(first.output)")
      for (line, place) in zip(lines, places) {
        #expect(line.hasPrefix("\(place): Succeeded, invoice "), "\(line)")
      }
      #expect(
        lines.first == "\(files.invoice): Succeeded, invoice NL-1187 2355.07 EUR",
        "the number, not the id")
      #expect(lines.last == "4 documents ingested.")
      #expect(try Self.orderList(environment) == Self.taken)

      let second = try Program.run(words, environment: environment)
      #expect(second.status == 0 && second.output == first.output, "\(second.output)")
      #expect(try Self.orderList(environment) == Self.taken)
    }
  }

  @Test("Every document has its result, whatever the others are", .timeLimit(.minutes(10)))
  func results() async throws {
    try await Self.onBothStores { environment, files in
      func ingest(_ words: String...) throws -> Program.Result {
        try Program.run(["ingest"] + words, environment: environment)
      }
      let wrong = try files.invoice("wrong.xml") {
        $0.replacing("\"EUR\">2000.00<", with: "\"EUR\">1999.00<").replacing("NL-1187", with: "W-1")
      }
      let failed = try ingest(wrong)
      #expect(failed.status == 3, "\(failed.output)")
      #expect(failed.output.contains("/invoice/statedTotals/payable: TOTALS_MISMATCH: "))
      #expect(failed.output.hasSuffix("0 documents ingested, 1 not: fix those and ingest again.\n"))

      let broken = try files.write("broken.xml", "<Invoice><ID>1</Invoice>")
      let bomb = try files.invoice("bomb.xml") {
        $0.replacing(
          "<Invoice ",
          with: """
            <!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><Invoice 
            """
        ).replacing("Opening of", with: "&c;")
      }
      let large = try files.write(
        "large.xml", "<a>" + String(repeating: " ", count: 16 << 20) + "</a>")
      let lines = try files.write("lines.ndjson", "\u{FEFF}\n{\n{\"invoice\": 1}\n")
      let mixed = try ingest("--json", broken, bomb, large, wrong, lines, files.invoice)
      #expect(mixed.status == 4, "\(mixed.errors)")
      let results = try #require(
        try JSONSerialization.jsonObject(with: Data(mixed.output.utf8)) as? [[String: Any]])
      let said = results.map { result in
        let fault = (result["errors"] as? [[String: Any]])?.first
        return [
          result["document"], result["outcome"], fault?["errorCode"], fault?["pointer"],
        ].map { $0 as? String ?? "-" }
      }
      #expect(
        said == [
          [broken, "-", "-", "-"], [bomb, "-", "-", "-"], [large, "-", "-", "-"],
          [wrong, "Failed", "TOTALS_MISMATCH", "/invoice/statedTotals/payable"],
          ["\(lines):2", "-", "-", "-"],
          ["\(lines):3", "Rejected", "REQUEST_INVALID", "/invoice"],
          [files.invoice, "Succeeded", "-", "-"],
        ])
      let reasons = results.prefix(3).map {
        (($0["errors"] as? [[String: Any]])?.first?["errorMessage"] as? String) ?? ""
      }
      #expect(reasons[0].contains("not well-formed near line 1"))
      #expect(reasons[1].contains("document type declaration"))
      #expect(reasons[2].contains("larger than the 16 MiB"))

      let missing = try ingest(files.creditNote, "/nonexistent/invoice.xml")
      #expect(missing.status == 64)
      #expect(missing.errors.contains("/nonexistent/invoice.xml cannot be read"))
      #expect(try Self.orderList(environment).isEmpty, "the others were not sent")

      let nameless = try files.invoice("nameless.xml") {
        $0.replacing("ACC-1001</cbc:ID>", with: "</cbc:ID>").replacing("NL-1187", with: "N-1")
      }
      let unnamed = try ingest("--dry-run", nameless)
      #expect(unnamed.status == 4 && unnamed.errors.contains("say --account ID"))
      #expect(try ingest("--account", "ACC-5005", "--draft", nameless).status == 0)
      let drafts = try Program.run(
        "invoices", "list", "--account", "ACC-5005", "--json", environment: environment)
      #expect(drafts.output.contains(#""status":"Draft""#), "\(drafts.output)")
    }
  }

  @Test(
    "A document refused once is ingested when what was missing is there", .timeLimit(.minutes(10)))
  func corrected() async throws {
    try await Self.onBothStores { environment, files in
      let words = ["ingest", "--account", "NEW", files.invoice, files.creditNote]
      for _ in 0..<2 {
        let early = try Program.run(words, environment: environment)
        #expect(early.status == 3 && early.output.contains("ACCOUNT_NOT_FOUND"), "\(early.output)")
      }
      let account = """
        {"type":"Account","id":"NEW","name":"New","currency":"EUR","billToContact":{"name":"N"},\
        "billingAddress":{"street":"S","city":"C","postalCode":"1","country":"DE"}}
        """
      let imported = try Program.run("import", "-", environment: environment, input: account)
      #expect(imported.status == 0, "\(imported.errors)")
      let later = try Program.run(words, environment: environment)
      #expect(later.status == 0, "\(later.output)")
      let again = try Program.run(words, environment: environment)
      #expect(again.status == 0 && again.output == later.output, "\(again.output)")
    }
  }

  @Test(
    "Files are read whatever their encoding and line ends, and make one request but for their name and SHA-256",
    .timeLimit(.minutes(10))
  )
  func forms() async throws {
    let files = try IngestFiles()
    defer { files.remove() }
    func request(_ result: Program.Result) -> String {
      result.output.replacing(/"sourceDocument":\{[^}]*\},/, with: "")
    }
    let plain = try Program.run("ingest", "--dry-run", files.invoice)
    #expect(request(plain) != plain.output)
    let text = try String(contentsOfFile: files.invoice, encoding: .utf8)
    let wide = files.path("wide.xml")
    try #require(
      text.replacing("encoding=\"UTF-8\"", with: "encoding=\"UTF-16\"").data(using: .utf16)
    ).write(to: URL(filePath: wide))
    let windows = try files.write("windows.xml", "\u{FEFF}" + text.replacing("\n", with: "\r\n"))
    // On one line, and longer than a line of NDJSON may be.
    let padding = "<!--" + String(repeating: " ", count: 5 << 20) + "-->"
    let minified = try files.write(
      "minified.xml",
      text.split(separator: "\n").map { $0.trimmingPrefix(while: \.isWhitespace) }
        .joined(separator: " ") + padding)
    for file in [wide, windows, minified] {
      let shown = try Program.run("ingest", "--dry-run", file)
      #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
      #expect(request(shown) == request(plain), "\(file)")
    }
    let input = try Program.run("ingest", "--dry-run", "-", input: text)
    #expect(input.status == 0 && request(input) == request(plain), "\(input.errors)")
  }

  @Test(
    "An interrupt reports what was refused, what is unanswered and what was not sent",
    .timeLimit(.minutes(10)))
  func interrupt() async throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let empty = try files.write("empty", "")
    try await BrokerCommandTests.withInstallation(worker: false) { environment in
      let output = Pipe()
      let process = Process()
      process.executableURL = Program.url
      process.arguments = ["ingest", empty, files.invoice, files.creditNote]
      process.environment = environment
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      // The first result comes at once; no worker answers the others.
      var text = ""
      while !text.contains("\n") {
        let data = output.fileHandleForReading.availableData
        if data.isEmpty { break }
        text += String(decoding: data, as: UTF8.self)
      }
      #expect(text == "\(empty): not sent: the file is empty\n")
      process.interrupt()
      text += String(
        decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 130)
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines.count == 4, "\(text)")
      for (line, file) in zip(lines.dropFirst(), [files.invoice, files.creditNote]) {
        #expect(
          line.hasPrefix("\(file): sent, and not answered yet") || line == "\(file): not sent",
          "\(line)")
      }
      #expect(lines.last?.hasPrefix("0 documents ingested, 1 not: ") == true)
    }
  }

  @Test("The bar is drawn on a terminal", .timeLimit(.minutes(10)))
  func progress() async throws {
    let files = try IngestFiles()
    defer { files.remove() }
    try await BrokerCommandTests.withInstallation { environment in
      let terminal = try Terminal()
      let process = Process()
      process.executableURL = Program.url
      process.arguments = ["ingest", files.invoice, files.requests]
      process.environment = environment
      process.standardOutput = FileHandle.nullDevice
      process.standardError = terminal.user
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 3, "no account is there")
      let drawn = terminal.drawn()
      #expect(drawn.contains("] 0/3 documents") && drawn.contains("3/3 documents, 3 not ingested"))
      #expect(drawn.hasSuffix("\r\u{1B}[K"), "it is gone in the end")
    }
  }
}

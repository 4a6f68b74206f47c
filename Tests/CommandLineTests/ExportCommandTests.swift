import Foundation
import Storage
import TestSupport
import Testing

@testable import invoice_worker

@Suite("Exports at the command line")
struct ExportCommandTests {
  /// Reads what was exported in both formats, and prints how many rows there are and what differs between them.
  private static let comparison = """
    import csv, json, sys
    numbers = {"totalAmount", "totalTaxAmount", "totalAmountWithTax", "prepaidAmount", "payableRounding",
      "payable", "balance", "lineNumber", "quantity", "unitPrice", "amount", "taxRate", "taxableAmount", "taxAmount"}
    def cell(name, value):
      if value is None: return ""
      if name in numbers: return str(value)
      return "'" + value if value[:1] in ("=", "+", "-", "@", "\\t", "\\r") else value
    with open(sys.argv[1], newline="", encoding="utf-8") as file: table = list(csv.reader(file, strict=True))
    with open(sys.argv[2], newline="\\n", encoding="utf-8") as file: objects = [json.loads(line) for line in file]
    print(len(objects))
    if len(table) != len(objects) + 1: print(len(table), "lines of CSV")
    for row, object in zip(table[1:], objects):
      if list(object) != table[0]: print("columns", list(object), table[0])
      expected = [cell(name, value) for name, value in object.items()]
      if row != expected: print(row, expected)
    """

  @Test(
    "What Python's csv module reads is what the objects of each line say",
    arguments: ExportedDatabase.Kind.allCases)
  func readByPython(on kind: ExportedDatabase.Kind) throws {
    try ExportedDatabase.with(kind) { database in
      for (table, count) in [("invoices", 16), ("lines", 24), ("taxes", 28)] {
        let csv = try database.export(table)
        let objects = try database.export(table, "--format", "ndjson")
        #expect(csv.status == 0 && csv.errors.isEmpty, "\(csv)")
        #expect(objects.status == 0 && objects.errors.isEmpty, "\(objects)")
        let files = try [csv, objects].map { try Program.sampleFile($0.output) }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        let compared = try Program.run(
          ["-c", Self.comparison] + files.map(\.path), environment: ["LC_ALL": "C.UTF-8"],
          program: Python.system)
        #expect(compared.status == 0 && compared.output == "\(count)\n", "\(table): \(compared)")
      }
    }
  }

  @Test("A line of an invoice as RFC 4180 has it, with what would be calculated made a text")
  func linesOfInvoice() throws {
    try ExportedDatabase.with(.sqlite) { database in
      let result = try database.run("invoices", "csv", "T-1")
      #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
      let rows = result.output.components(separatedBy: "\r\n")
      try #require(rows.count == 5 && rows[4].isEmpty, "\(result)")
      #expect(rows[0].hasPrefix("documentType,documentId,documentNumber,"))
      let head = "Invoice,T-1,\"R(7);|,8\",Posted,2026-10-07,ACC-2,,EUR,,"
      let tail = ",,,,,,2026-01-31,2026-02-27,1.5,HUR,0.001,"
      #expect(
        rows[1]
          == head + "1,T-1-1,Charge,\"'+1 \"\"large\"\", red\nblue\"" + tail + "100.00,20.50")
      #expect(rows[2] == head + "2,T-1-2,Charge,'\tTab" + tail + "50.00,3.50")
      #expect(rows[3].hasPrefix(head + "3,T-1-3,Charge,'-2  two blanks,"))
      // By its number, and a credit memo by its own.
      #expect(try database.run("invoices", "csv", "R(7);|,8").output == result.output)
      let memo = try database.run("invoices", "csv", "CM-M-T2")
      #expect(memo.output.contains(",-100.00,-20.50\r\n"), "\(memo)")
      let unknown = try database.run("invoices", "csv", "T-9")
      #expect(unknown.status == 1 && unknown.errors.contains("no invoice T-9"), "\(unknown)")
    }
  }

  @Test("Lines of an invoice go to a file as a whole")
  func linesToFile() throws {
    try ExportedDatabase.with(.sqlite) { database in
      let file = try Program.sampleFile("before")
      defer { try? FileManager.default.removeItem(at: file) }
      let result = try database.run("invoices", "csv", "T-1", "--out", file.path)
      #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty, "\(result)")
      let written = try String(contentsOf: file, encoding: .utf8)
      let again = try database.run("invoices", "csv", "T-1")
      #expect(written == again.output)
      // A link stays one, and what is no file is written to, not replaced by one.
      for destination in [file.path, "/dev/null"] {
        try Data("before".utf8).write(to: file)
        let link = file.path + ".link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: destination)
        defer { try? FileManager.default.removeItem(atPath: link) }
        let linked = try database.run("invoices", "csv", "T-1", "--out", link)
        #expect(linked.status == 0 && linked.errors.isEmpty, "\(linked)")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == destination)
        let expected = destination == file.path ? again.output : "before"
        #expect(try String(contentsOf: file, encoding: .utf8) == expected)
      }
      let nowhere = try database.run("invoices", "csv", "T-1", "--out", "/nowhere/a.csv")
      #expect(nowhere.status == 1 && nowhere.errors.contains("/nowhere/a.csv"), "\(nowhere)")
    }
  }

  @Test("Days without documents have the names of the columns, or nothing")
  func nothing() throws {
    try ExportedDatabase.with(.sqlite) { database in
      let days = ["--from", "2020-01-01", "--to", "2020-01-01"]
      for words in [["invoices"], ["lines"], ["taxes"], ["ledger"]] {
        let result = try database.run(["export"] + words + days)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
        #expect(result.output.components(separatedBy: "\r\n").count == 2, "\(result)")
      }
      let objects = try database.run(["export", "lines", "--format", "ndjson"] + days)
      #expect(objects.status == 0 && objects.output.isEmpty, "\(objects)")
    }
  }

  @Test("What cannot be exported is refused in a sentence")
  func refusals() throws {
    try ExportedDatabase.with(.sqlite) { database in
      let days = ["--from", "2026-01-01", "--to", "2026-12-31"]
      for (words, sentence) in [
        (["lines"], "give --from and --to, the first and the last day, such as 2026-01-01"),
        (["lines", "--from", "2026-01-01"], "give --from and --to"),
        (
          ["taxes", "--from", "2026-02-30", "--to", "2026-03-01"],
          "--from must be a date such as 2026-12-31, not \"2026-02-30\""
        ),
        (
          ["ledger", "--from", "2026-02-02", "--to", "2026-02-01"],
          "--to 2026-02-01 lies before --from 2026-02-02"
        ),
        (
          ["invoices", "--format", "xml"] + days,
          "--format is not \"xml\"; it is one of csv, ndjson"
        ),
        (
          ["ledger", "--format", "ndjson"] + days,
          "--format is not \"ndjson\"; it is one of csv, hledger"
        ),
        (["ledger", "--accounts", "/nowhere"] + days, "/nowhere cannot be read"),
        (["lines", "more"] + days, "more"),
      ] {
        let refused = try database.run(["export"] + words)
        #expect(
          refused.status == 64 && refused.output.isEmpty && refused.errors.contains(sentence),
          "\(words): \(refused)")
      }
    }
  }

  @Test("Help fits a terminal of 60 columns, and names every column")
  func help() throws {
    for words in [
      ["export"], ["export", "invoices"], ["export", "lines"], ["export", "taxes"],
      ["export", "ledger"], ["invoices", "csv"],
    ] {
      let terminal = try Terminal(columns: 60)
      let process = Process()
      process.executableURL = Program.url
      process.arguments = words + ["--help"]
      process.environment = ["PATH": "/usr/bin:/bin"]
      process.standardOutput = terminal.user
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      // An example is a command, which is copied as it is.
      for line in terminal.drawn().split(whereSeparator: \.isNewline)
      where !line.hasPrefix("  invoice-worker ") {
        #expect(TerminalText.width(of: String(line)) <= 60, "\(words): \(line)")
      }
    }
    let help = try Program.run("export", "ledger", "--help").output
    for column in LedgerRow.columnNames { #expect(help.contains(column), "\(column)") }
  }

  @Test("What is written at once is some whole lines, however many there are")
  func written() {
    var pieces: [Int] = []
    var lastBytes: Set<UInt8> = []
    var count = 0
    let output = ExportOutput(["a", "b"], .csv) { bytes in
      pieces.append(bytes.count)
      if let last = bytes.last { lastBytes.insert(last) }
      count += bytes.count
    }
    for number in 1...20_000 { output.add([.integer(number), .text("some text")]) }
    output.flush()
    #expect(pieces.count > 3 && pieces.allSatisfy { $0 < 65 * 1_024 }, "\(pieces)")
    #expect(lastBytes == [UInt8(ascii: "\n")])
    // "a,b", and numbers of 88,894 digits in all, each with a comma, a text of nine characters and two that end the line.
    #expect(count == 5 + 88_894 + 20_000 * 12)
  }
}

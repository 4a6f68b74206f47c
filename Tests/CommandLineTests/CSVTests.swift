import Foundation
import JSON
import Testing

@testable import invoice_worker

@Suite("Records from CSV")
struct CSVTests {
  @Test(
    "Fields are those of RFC 4180",
    arguments: [
      ("a,b", ["a", "b"]), ("", [""]), ("a,,", ["a", "", ""]), (#""a,b",c"#, ["a,b", "c"]),
      (#""say ""yes""","#, [#"say "yes""#, ""]), ("\"a\nb\",c", ["a\nb", "c"]),
      (#"5" disk,x"#, [#"5" disk"#, "x"]),
    ])
  func fields(text: String, expected: [String]) {
    #expect(CSVRecord.fields(of: text, separator: ",") == expected)
  }

  @Test("What is not closed, or goes on after its end, is none", arguments: [#""a"#, #""a"b,c"#])
  func malformed(text: String) {
    #expect(CSVRecord.fields(of: text, separator: ",") == nil)
  }

  @Test(
    "A field is open where it was opened at its beginning",
    arguments: [
      (#"a,"b"#, false, true), (#"5" disk,b"#, false, false), (#""a""b"#, false, true),
      (#"b",c"#, true, false), (#"a ""b"#, true, true), (#""a","b"#, false, true),
    ])
  func open(line: String, isOpen: Bool, expected: Bool) {
    #expect(CSVRecord.isOpen(after: line.utf8, separator: ",", isOpen: isOpen) == expected)
  }

  @Test("A row is the record that a line of NDJSON would be")
  func record() throws {
    let table = try CSVTable(
      heading: "id; name;billingAddress.city;billingTerm;taxExempt;quantity;endDate", type: "X")
    let record = try table.record(of: #"0017;"Ann; & Sons";Oslo;12;true;1.50;"#)
    #expect(
      String(decoding: record, as: UTF8.self)
        == #"{"type":"X","id":"0017","name":"Ann; & Sons","billingAddress":{"city":"Oslo"},"#
        + #""billingTerm":12,"taxExempt":true,"quantity":"1.50"}"#)
  }

  @Test("A heading that cannot be one is refused, and says what it needs")
  func headings() {
    for (heading, type, word) in [
      ("name,city", "X" as String?, "id"), ("id,name", nil, "--type"),
      ("id,name,name", "X", "twice"),
    ] {
      let problem = #expect(throws: CSVTable.Problem.self) {
        try CSVTable(heading: heading, type: type)
      }
      #expect(problem?.description.contains(word) == true, "\(heading)")
    }
    #expect(throws: CSVTable.Problem.self) {
      try CSVTable(heading: "id,name", type: "X").record(of: "1,2,3")
    }
  }

  @Test("Faults have the line in which their record begins")
  func places() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data(
      "\u{FEFF}id,type,name\r\nA,Account,\"two\nlines\"\r\n\nB,Account,x,y\nC,Account,z\n".utf8
    ).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let source = try ImportSource([file.path])
    #expect(source.lines.map(\.number) == [2, 6])
    #expect(source.faults.map(\.lines) == [5...5])
    let texts = try source.lines.map {
      String(decoding: try source.text(of: $0), as: UTF8.self)
    }
    #expect(
      texts == [
        #"{"id":"A","type":"Account","name":"two\nlines"}"#,
        #"{"id":"C","type":"Account","name":"z"}"#,
      ])
  }

  @Test("CLI 24: a JSON array is refused once, with what makes lines of it")
  func array() throws {
    let file = try Program.sampleFile("\n[\n  {\"type\": \"Order\"}\n]\n")
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try Program.run(
      "import", file.path, environment: ["AMQP_URL": "amqp://localhost:1/"])
    #expect(result.status == 64 && result.errors.contains("jq -c '.[]'"), "\(result.errors)")
    #expect(result.errors.filter { $0 == "\n" }.count == 1)
  }

  @Test(
    "I4: what is no file of records is refused once, by what it is",
    arguments: [
      ("%PDF-1.7\nx\ny\n", "this is a PDF"), ("PK\u{3}\u{4}\nx\ny\n", "this is a ZIP archive"),
      ("<?xml version=\"1.0\"?>\n<a>\n</a>\n", "this is XML"),
      ("{\n \u{0}\u{0}\n}\n", "this is a binary file"),
      ("{\n  \"type\": \"Order\",\n  \"id\": \"O\"\n}\n", "jq -c ."),
    ])
  func noRecords(text: String, kind: String) throws {
    let file = try Program.sampleFile(text)
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try Program.run(
      "import", file.path, environment: ["AMQP_URL": "amqp://localhost:1/"])
    #expect(result.status == 64 && result.errors.contains(kind), "\(result.errors)")
    #expect(result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)")
  }

  @Test(
    "I4: a file without a record is reported",
    arguments: [("ndjson", ""), ("ndjson", "\n\n"), ("csv", ""), ("csv", "id,type,name\n")])
  func noRecord(suffix: String, text: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "\(UUID().uuidString).\(suffix)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let source = try ImportSource([file.path])
    #expect(source.lines.isEmpty)
    #expect(source.faults.map(\.message) == ["the file holds no record"])
  }
}

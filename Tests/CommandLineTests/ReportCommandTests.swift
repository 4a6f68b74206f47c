import AMQP
import Foundation
import JSON
import Testing

@testable import invoice_worker

@Suite("Reports, numbers and audit at the command line")
struct ReportCommandTests {
  @Test("Aging as JSON has the members that programs read, amounts as texts")
  func agingJSON() throws {
    try ReportedDatabase.with { database in
      let result = try database.run("report", "aging", "--as-of", "2026-12-31", "--json")
      #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
      #expect(
        result.output == """
          {"asOf":"2026-12-31","rows":[{"accountId":"A-1","accountName":"=Müller, \\"Söhne\\"",\
          "currency":"EUR","notDue":"30.00","days1to30":"0.00","days31to60":"0.00",\
          "days61to90":"0.00","over90":"60.00","credits":"0.00","unapplied":"10.00",\
          "total":"80.00"},{"accountId":"A-2","accountName":"Nordic","currency":"USD",\
          "notDue":"0.00","days1to30":"0.00","days31to60":"0.00","days61to90":"0.00",\
          "over90":"0.00","credits":"5.00","unapplied":"0.00","total":"-5.00"}],\
          "totals":[{"currency":"EUR","notDue":"30.00","days1to30":"0.00","days31to60":"0.00",\
          "days61to90":"0.00","over90":"60.00","credits":"0.00","unapplied":"10.00",\
          "total":"80.00"},{"currency":"USD","notDue":"0.00","days1to30":"0.00",\
          "days31to60":"0.00","days61to90":"0.00","over90":"0.00","credits":"5.00",\
          "unapplied":"0.00","total":"-5.00"}]}

          """)
      let none = try database.run("report", "aging", "--account", "A-3", "--json")
      #expect(none.output.hasSuffix("\"rows\":[],\"totals\":[]}\n"), "\(none)")
    }
  }

  @Test("Aging as comma-separated values has lines that end as RFC 4180 has it, and no formulas")
  func agingCSV() throws {
    try ReportedDatabase.with { database in
      let result = try database.run("report", "aging", "--as-of", "2026-12-31", "--csv")
      #expect(
        result.output.components(separatedBy: "\r\n") == [
          "Account,Name,Currency,Not due,1-30,31-60,61-90,Over 90,Credits,Unapplied,Total",
          #"A-1,"'=Müller, ""Söhne""",EUR,30.00,0.00,0.00,0.00,60.00,0.00,10.00,80.00"#,
          "A-2,Nordic,USD,0.00,0.00,0.00,0.00,0.00,5.00,0.00,-5.00",
          ",Total,EUR,30.00,0.00,0.00,0.00,60.00,0.00,10.00,80.00",
          ",Total,USD,0.00,0.00,0.00,0.00,0.00,5.00,0.00,-5.00", "",
        ])
      let detail = try database.run(
        "report", "aging", "--as-of", "2026-11-01", "--detail", "--csv")
      #expect(
        detail.output.components(separatedBy: "\r\n") == [
          "Account,Document,Number,Due,Bucket,Currency,Amount",
          "A-1,Invoice,INV-2026-000001,2026-10-01,days31to60,EUR,100.00",
          "A-1,Payment,p-1,,unapplied,EUR,50.00",
          "A-2,Invoice,INV-2026-000004,,credits,USD,5.00", "",
        ])
      // People read the bucket as the summary's column is called.
      let shown = try database.run("report", "aging", "--as-of", "2026-11-01", "--detail").output
      #expect(shown.contains("31-60") && shown.contains("Unapplied"), "\(shown)")
      #expect(!shown.contains("days31to60"), "\(shown)")
    }
  }

  @Test(
    "A text that a spreadsheet would calculate gets an apostrophe; a number is one, negative or not"
  )
  func formulas() {
    #expect(
      CSVLine.text([
        .text("=1"), .text("@a"), .text("+1"), .text("-1.50"), .text("-A1"), .text("a=1"),
      ])
        == "'=1,'@a,'+1,'-1.50,'-A1,a=1\r\n")
    #expect(CSVLine.text([.text("\t=1"), .text("\r=1")]) == "'\t=1,\"'\r=1\"\r\n")
    #expect(CSVLine.text([.number("-1.50"), .number("0")]) == "-1.50,0\r\n")
  }

  @Test("Commas, quotation marks and line breaks are quoted; other controls are escaped")
  func quoted() {
    #expect(
      CSVLine.text([.text("a\nb"), .text("a,\"b\""), .text(""), .text("ä\u{1B}[2Jb\u{85}")])
        == "\"a\nb\",\"a,\"\"b\"\"\",,ä\\u{1b}[2Jb\\u{85}\r\n")
  }

  @Test("Reports for people fit terminals, narrow ones too", arguments: [60, 100] as [UInt16])
  func text(columns: UInt16) throws {
    try ReportedDatabase.with { database in
      for words in [
        ["report", "aging", "--as-of", "2026-12-31"],
        ["report", "aging", "--as-of", "2026-12-31", "--detail"],
        ["report", "statement", "--account", "A-1", "--from", "2026-09-01", "--to", "2026-12-31"],
        ["audit"], ["numbers", "check"],
      ] {
        let terminal = try Terminal(columns: columns)
        let process = Process()
        process.executableURL = Program.url
        process.arguments = words
        process.environment = database.environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }
        process.standardOutput = terminal.user
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let drawn = terminal.drawn()
        let lines = drawn.split(whereSeparator: \.isNewline)
        for line in lines {
          #expect(TerminalText.width(of: String(line)) <= Int(columns), "\(words): \(line)")
        }
        if words.last == "2026-12-31", words[1] == "aging" {
          #expect(lines.count { $0.hasPrefix("Total ") } == 2, "sums are named as such: \(drawn)")
        }
        if words[0] == "report" {
          #expect(drawn.contains("60.00"), "\(words): \(drawn)")
          #expect(!drawn.contains("A-1:"), "the table is no list of values: \(drawn)")
        }
      }
    }
  }

  @Test("Aging without anything open says so; an unknown account and wrong words are refused")
  func agingRefusals() throws {
    try ReportedDatabase.with { database in
      let nothing = try database.run("report", "aging", "--as-of", "2026-08-31")
      #expect(nothing.status == 0 && nothing.output == "Nothing is open as of 2026-08-31.\n")
      let unknown = try database.run("report", "aging", "--account", "A-9")
      #expect(unknown.status == 1 && unknown.errors.contains("A-9"), "\(unknown)")
      let entity = try database.run("report", "aging", "--legal-entity", "LE-9")
      #expect(
        entity.status == 1 && entity.errors.contains("there is no legal entity LE-9"), "\(entity)")
      for (words, sentence) in [
        (["--json", "--csv"], "not both"), (["--as-of", "31.12.2026"], "--as-of"),
        (["--currency", "EURO"], "ISO 4217"),
        (["--account", ""], "identifier of the account is empty"),
      ] {
        let result = try Program.run(
          ["report", "aging"] + words, environment: database.environment)
        #expect(result.status == 64 && result.errors.contains(sentence), "\(result)")
      }
    }
  }

  @Test("E37: a statement as JSON has opening, entries with their balance, closing and open items")
  func statement() throws {
    try ReportedDatabase.with { database in
      let result = try database.run(
        "report", "statement", "--account", "A-1", "--from", "2026-10-01", "--to", "2026-12-31",
        "--json")
      #expect(
        result.output == """
          {"accountId":"A-1","currency":"EUR","from":"2026-10-01","to":"2026-12-31",\
          "opening":"100.00","entries":[{"date":"2026-11-01","kind":"Payment","id":"p-1",\
          "number":null,"amount":"-50.00","balance":"50.00"},{"date":"2026-12-16",\
          "kind":"Invoice","id":"i-2","number":"INV-2026-000002","amount":"30.00",\
          "balance":"80.00"}],"closing":"80.00","openItems":[{"accountId":"A-1",\
          "kind":"Invoice","id":"i-1","number":"INV-2026-000001","dueDate":"2026-10-01",\
          "bucket":"over90","currency":"EUR","amount":"60.00"},{"accountId":"A-1",\
          "kind":"Invoice","id":"i-2","number":"INV-2026-000002","dueDate":"2027-01-15",\
          "bucket":"notDue","currency":"EUR","amount":"30.00"},{"accountId":"A-1",\
          "kind":"Payment","id":"p-1","number":null,"dueDate":null,"bucket":"unapplied",\
          "currency":"EUR","amount":"10.00"}]}

          """, "\(result)")
      let empty = try database.run(
        "report", "statement", "--account", "A-3", "--from", "2026-01-01", "--to", "2026-12-31",
        "--json")
      #expect(
        empty.output == """
          {"accountId":"A-3","currency":"EUR","from":"2026-01-01","to":"2026-12-31",\
          "opening":"0.00","entries":[],"closing":"0.00","openItems":[]}

          """)
      for (words, sentence) in [
        (["--account", "A-1", "--from", "2026-01-01"], "--to"),
        (["--account", "A-1", "--from", "2026-02-01", "--to", "2026-01-01"], "before --from"),
      ] {
        let refused = try Program.run(
          ["report", "statement"] + words, environment: database.environment)
        #expect(refused.status == 64 && refused.errors.contains(sentence), "\(refused)")
      }
    }
  }

  @Test("E48: numbers check exits 1 for a gap until it is explained")
  func numbers() throws {
    try ReportedDatabase.with { database in
      try database.execute(
        """
        INSERT INTO passed_over_number (sequence, value, number)
        VALUES ('invoice_number', 3, 'INV-2026-000003');
        UPDATE sequence_counter SET next_value = 6 WHERE name = 'invoice_number'
        """)
      let found = try database.run("numbers", "check")
      #expect(found.status == 1, "\(found)")
      #expect(found.output.contains("3 (INV-2026-000003)  PassedOver"), "\(found)")
      #expect(
        found.output.contains(
          "5 (INV-2026-000005)  SEQUENCE_GAP: invoice-worker numbers explain built-in 5 TEXT"),
        "\(found)")
      // What a look finds is one event, however often it is found.
      #expect(try database.run("numbers", "check").status == 1)
      let logs = try database.run("error-logs", "list", "--json")
      #expect(logs.output.components(separatedBy: "SEQUENCE_GAP").count == 2, "\(logs)")

      let json = try database.run("numbers", "check", "--json")
      #expect(json.status == 1)
      #expect(
        json.output == """
          {"policies":[{"policyId":null,"target":"CreditMemo","mode":"Gapless","first":1,\
          "last":null,"gaps":[]},{"policyId":null,"target":"Invoice","mode":"Gapless","first":1,\
          "last":5,"gaps":[{"value":3,"text":"INV-2026-000003","explanation":"PassedOver"},\
          {"value":5,"text":"INV-2026-000005","explanation":null}]}]}

          """)

      #expect(try database.run("numbers", "explain", "built-in", "5", "test").status == 0)
      let explained = try database.run("numbers", "check")
      #expect(explained.status == 0 && explained.output.contains("explained: test"), "\(explained)")
      #expect(try database.run("audit").status == 0)
      for (words, status, sentence) in [
        (["built-in", "1", "x"], 1, "is not missing"), (["built-in", "3", "x"], 1, "passed over"),
        (["none", "1", "x"], 1, "there are built-in-credit-memo, built-in"),
        (["built-in", "x", "x"], 64, "whole number"), (["built-in", "5", ""], 64, "1,000 bytes"),
        (["built-in"], 64, "POLICY VALUE TEXT"),
      ] as [([String], Int32, String)] {
        let refused = try Program.run(
          ["numbers", "explain"] + words, environment: database.environment)
        #expect(refused.status == status && refused.errors.contains(sentence), "\(refused)")
      }

      // Another one: a list that is cut off says so.
      try database.execute(
        """
        INSERT INTO error_log (primary_type, primary_id, related_type, related_id, category,
          error_log_number, severity, error_code, error_message, occurrences, first_seen_at,
          last_seen_at)
        SELECT primary_type, 'another', related_type, related_id, category, 'EL-000002', severity,
          error_code, error_message, occurrences, first_seen_at, last_seen_at FROM error_log
        WHERE error_log_number = 'EL-000001';
        UPDATE error_log SET resolved_at = NULL
        """)
      let cut = try database.run("error-logs", "list", "--limit", "1", "--json")
      #expect(cut.output.components(separatedBy: "SEQUENCE_GAP").count == 2, "\(cut)")
      #expect(cut.errors == "Only the first is shown; --limit shows more.\n", "\(cut)")
      #expect(try database.run("error-logs", "list", "--limit", "9").errors.isEmpty)
    }
  }

  @Test("An audit exits 1 and names what it found; its JSON has a check for each promise")
  func audit() throws {
    try ReportedDatabase.with { database in
      // The gap of its numbers is a breach until it is explained.
      #expect(try database.run("audit").status == 1)
      #expect(try database.run("numbers", "explain", "built-in", "3", "test").status == 0)
      let clean = try database.run("audit")
      #expect(clean.status == 0 && !clean.output.contains("✗"), "\(clean)")
      try database.execute("UPDATE invoice SET total_amount = '99.00' WHERE id = 'i-1'")
      let broken = try database.run("audit")
      #expect(broken.status == 1, "\(broken)")
      #expect(
        broken.output.contains(
          "✗  Invoice INV-2026-000001 (i-1): totalAmount is stored as 99.00 EUR, its rows come to 100.00 EUR."
        ), "\(broken)")
      let json = try database.run("audit", "--account", "A-1", "--json")
      #expect(json.status == 1)
      #expect(
        json.output.hasPrefix(
          #"{"checks":[{"name":"lines and taxes sum to their invoice","counted":4,"breaches":["Invoice"#
        ), "\(json)")
      #expect(!json.output.contains("breachCount"))
      #expect(try database.run("audit", "--account", "A-2").status == 0)
      #expect(try database.run("audit", "--account", "A-9").status == 1)
    }
  }
}

import Foundation
import TestSupport
import Testing

@testable import invoice_worker

/// What the ledger says to the programs that read it.
@Suite("The exported ledger")
struct ExportLedgerTests {
  private static func hledger(_ journal: String, _ words: String...) throws -> Program.Result {
    try Program.run(
      ["-f", "-"] + words, environment: ["LC_ALL": "C.UTF-8"], input: journal,
      program: URL(filePath: "/usr/bin/hledger"))
  }

  /// The balances of accounts at the end of a day by currency, as hledger sums them; none of 0.
  private static func balances(
    _ journal: String, of accounts: String, before day: String
  ) throws -> [String: String] {
    let result = try hledger(
      journal, "balance", accounts, "--no-total", "--layout", "bare", "--output-format", "csv",
      "--end", day)
    #expect(result.status == 0, "\(result)")
    var balances: [String: String] = [:]
    for line in result.output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",").map { $0.trimmingCharacters(in: ["\""]) }
      try #require(cells.count == 3, "\(result)")
      if Double(cells[2]) != 0 { balances[cells[1]] = cells[2] }
    }
    return balances
  }

  private struct Aging: Decodable {
    struct Total: Decodable {
      let currency: String
      let total: String
    }
    let totals: [Total]
  }

  @Test(
    "hledger accepts the journal strictly, and has the aging's total of each day as the receivable",
    arguments: ExportedDatabase.Kind.allCases)
  func journal(on kind: ExportedDatabase.Kind) throws {
    try ExportedDatabase.with(kind) { database in
      let result = try database.export("ledger", "--format", "hledger")
      #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
      let journal = result.output
      for check in [["check", "--strict"], ["check", "ordereddates"]] {
        let checked = try Program.run(
          ["-f", "-"] + check, environment: ["LC_ALL": "C.UTF-8"], input: journal,
          program: URL(filePath: "/usr/bin/hledger"))
        #expect(checked.status == 0 && checked.errors.isEmpty, "\(checked)\n\(journal)")
      }
      #expect(try Self.balances(journal, of: ".", before: "2027-01-01").isEmpty == false)
      // The day, and the day behind it, which hledger takes for the end.
      for (day, end) in [
        ("2026-07-31", "2026-08-01"), ("2026-09-03", "2026-09-04"), ("2026-10-05", "2026-10-06"),
        ("2026-10-10", "2026-10-11"), ("2026-10-31", "2026-11-01"),
      ] {
        let report = try database.run("report", "aging", "--as-of", day, "--json")
        let aging = try JSONDecoder().decode(Aging.self, from: Data(report.output.utf8))
        let expected = Dictionary(
          uniqueKeysWithValues: aging.totals.filter { Double($0.total) != 0 }
            .map { ($0.currency, $0.total) })
        let receivable = try Self.balances(journal, of: "Assets:Receivable", before: end)
        #expect(receivable == expected && !expected.isEmpty, "\(day)")
      }
    }
  }

  @Test("The journal's entries keep the texts of documents, but for what means something in it")
  func entry() throws {
    try ExportedDatabase.with(.sqlite) { database in
      let days = ["--from", "2026-10-07", "--to", "2026-10-07"]
      let result = try database.run(["export", "ledger", "--format", "hledger"] + days)
      #expect(
        result.output == """
          decimal-mark .

          commodity EUR 1000.00
          account Assets:Receivable  ; type: A
          account Income:Revenue  ; type: R
          account Liabilities:Tax:City-1.5  ; type: L
          account Liabilities:Tax:VAT-19  ; type: L
          account Liabilities:Tax:VAT-7  ; type: L
          account Liabilities:Prepayments  ; type: L
          account Income:Rounding  ; type: R
          account Liabilities:Third parties  ; type: L

          2026-10-07 (R-7---,8) =HYPERLINK("http://x"), "Söhne"- - & שלום
              ; entryType: Invoice, documentId: T-1, accountId: ACC-2
              Assets:Receivable  EUR 186.01
              Income:Revenue  EUR -160.00
              Liabilities:Tax:City-1.5  EUR -1.50
              Liabilities:Tax:VAT-19  EUR -19.00
              Liabilities:Tax:VAT-7  EUR -3.50
              Liabilities:Prepayments  EUR 3.00
              Income:Rounding  EUR -0.01
              Liabilities:Third parties  EUR -5.00

          """)
      #expect(try Self.hledger(result.output, "check", "--strict").status == 0)
    }
  }

  @Test("Rows have debit or credit, and both come to the same in each currency")
  func rows() throws {
    try ExportedDatabase.with(.postgreSQL) { database in
      let result = try database.export("ledger")
      #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
      #expect(
        result.output.hasPrefix(LedgerRow.columnNames.joined(separator: ",") + "\r\n"))
      #expect(
        result.output.contains(
          "2026-10-14,Payment,P-2,'-7+3,ACC-1,A\\B GmbH,,USD,Assets:Bank,,55.00,\r\n"), "\(result)")
      #expect(result.output.contains(",EUR,Liabilities:Tax:VAT-19,VAT-19,,19.00\r\n"))
      let sums = try Program.run(
        [
          "-c",
          """
          import csv, sys, decimal, collections
          sums = collections.defaultdict(decimal.Decimal)
          for row in csv.DictReader(sys.stdin):
            assert (row["debit"] == "") != (row["credit"] == "")
            sums[row["currency"]] += decimal.Decimal(row["debit"] or 0) - decimal.Decimal(row["credit"] or 0)
          print(*sorted(f"{code} {abs(sum)}" for code, sum in sums.items()))
          """,
        ], environment: ["LC_ALL": "C.UTF-8"], input: result.output,
        program: Python.system)
      #expect(sums.output == "EUR 0.00 JPY 0 KWD 0.000 USD 0.00\n", "\(sums)")
    }
  }

  @Test("A file of accounts names them, and hledger knows still what each of them is")
  func accounts() throws {
    try ExportedDatabase.with(.sqlite) { database in
      let file = try Program.sampleFile(
        """
        {"receivable": "1400 Forderungen", "revenue": "8400", "tax": "1770", "tax:VAT-19": "1776",
         "bank": "1200", "bank:Card": "1360"}
        """)
      defer { try? FileManager.default.removeItem(at: file) }
      let journal = try database.export(
        "ledger", "--format", "hledger", "--accounts", file.path
      ).output
      #expect(try Self.hledger(journal, "check", "--strict").status == 0)
      let named = try Self.hledger(journal, "accounts").output.split(separator: "\n").map(
        String.init)
      #expect(
        Set(named) == [
          "1400 Forderungen", "8400", "1770", "1776", "1200", "1360", "Expenses:Write-offs",
          "Income:Rounding", "Liabilities:Prepayments", "Liabilities:Third parties",
        ])
      let sheet = try Self.hledger(journal, "balancesheet", "--end", "2027-01-01").output
      #expect(sheet.contains("1400 Forderungen") && !sheet.contains("8400"), "\(sheet)")
      let rows = try database.export("ledger", "--accounts", file.path).output
      #expect(rows.contains(",EUR,1776,VAT-19,,19.00\r\n"))
      #expect(rows.contains(",USD,1360,,55.00,\r\n"))
    }
  }

  @Test("A file of accounts that is none is refused in a sentence")
  func badAccounts() throws {
    let unnamed =
      "must be a text of 1–200 characters that does not begin with (, [, * or !, end with ) or ], begin"
    for (text, sentence) in [
      ("[]", "is no JSON object; it must be one such as {\"receivable\": \"1400\""),
      ("{", "is not JSON: "),
      ("{\"recievable\": \"1\"}", "nothing is posted to \"recievable\"; did you mean receivable?"),
      ("{\"cost\": \"1\"}", "tax:CODE and bank:METHOD"),
      ("{\"revenue\": 8400}", "the account of revenue \(unnamed)"),
      ("{\"revenue\": \"\"}", "the account of revenue \(unnamed)"),
      ("{\"tax:S\": \"a  b\"}", "the account of tax:S \(unnamed)"),
      ("{\"bank\": \"a;b\"}", unnamed), ("{\"bank\": \"a\\nb\"}", unnamed),
      ("{\"bank\": \"(a)\"}", unnamed), ("{\"bank\": \"*a\"}", unnamed),
      ("{\"bank\": \"a \"}", unnamed),
      ("{\"bank\": \"\(String(repeating: "a", count: 201))\"}", unnamed),
    ] {
      let file = try Program.sampleFile(text)
      defer { try? FileManager.default.removeItem(at: file) }
      let refused = try Program.run(
        "export", "ledger", "--from", "2026-01-01", "--to", "2026-01-02", "--accounts", file.path,
        environment: ["DATABASE_URL": "sqlite:/nowhere"])
      #expect(
        refused.status == 64 && refused.errors.contains(sentence)
          && refused.errors.contains(file.path), "\(text): \(refused)")
    }
  }
}

import Billing
import JSON
import Monetary
import Storage

/// Writes rows of the aging report as they come: JSON or comma-separated values.
struct AgingOutput {
  private let selection: AgingSelection
  private let console: Console
  private let isJSON: Bool
  private let isCSV: Bool

  var isText: Bool { !isJSON && !isCSV }

  init(_ selection: AgingSelection, _ invocation: Invocation) {
    self.selection = selection
    console = invocation.console
    isJSON = invocation.isJSON
    isCSV = invocation.arguments.has(.csv)
  }

  static let titles = [
    "Account", "Name", "Currency", "Not due", "1-30", "31-60", "61-90", "Over 90", "Credits",
    "Unapplied", "Total",
  ]

  static var table: Table {
    Table([
      .init("Account"), .init("Name", drop: 8), .init("Currency"),
      .init("Not due", isNumber: true, drop: 4), .init("1-30", isNumber: true, drop: 3),
      .init("31-60", isNumber: true, drop: 3), .init("61-90", isNumber: true, drop: 3),
      .init("Over 90", isNumber: true, drop: 2), .init("Credits", isNumber: true, drop: 5),
      .init("Unapplied", isNumber: true, drop: 5), .init("Total", isNumber: true),
    ])
  }

  func begin(titles: [String]) {
    if isJSON { console.write(Array("{\"asOf\":\"\(selection.asOf)\",\"rows\":[".utf8)) }
    if isCSV { console.write(Array(CSVLine.text(titles).utf8)) }
  }

  func write(_ row: some AgingOutputRow, isFirst: Bool) {
    if isCSV {
      console.write(CSVLine.text(row.cells))
      return
    }
    var writer = JSONWriter()
    row.write(to: &writer)
    console.write((isFirst ? [] : [UInt8(ascii: ",")]) + writer.bytes)
  }

  /// nil: the report has none.
  func end(totals: [AgingRow]?) {
    if isCSV { for row in totals ?? [] { console.write(CSVLine.text(row.cells)) } }
    guard isJSON else { return }
    var bytes = Array("]".utf8)
    if let totals {
      bytes += Array(",\"totals\":[".utf8)
      for (index, row) in totals.enumerated() {
        var writer = JSONWriter()
        row.writeTotals(to: &writer)
        bytes += (index == 0 ? [] : [UInt8(ascii: ",")]) + writer.bytes
      }
      bytes += Array("]".utf8)
    }
    console.write(bytes + Array("}\n".utf8))
  }
}

/// A row in each of its forms.
protocol AgingOutputRow {
  var cells: [String] { get }
  func write(to writer: inout JSONWriter)
}

extension AgingRow: AgingOutputRow {
  var cells: [String] {
    [accountId, accountId.isEmpty ? "Total" : accountName, currency.code]
      + amounts.map(\.decimalText)
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key(plain: "accountId")
    writer.string(accountId)
    writer.key(plain: "accountName")
    writer.string(accountName)
    writeFigures(to: &writer)
    writer.endObject()
  }

  /// The sums of a currency: no account.
  func writeTotals(to writer: inout JSONWriter) {
    writer.beginObject()
    writeFigures(to: &writer)
    writer.endObject()
  }

  private func writeFigures(to writer: inout JSONWriter) {
    writer.key(plain: "currency")
    writer.string(currency.code)
    let names = AgingBucket.allCases.map(\.name) + ["credits", "unapplied", "total"]
    for (name, amount) in zip(names, amounts) {
      writer.key(name)
      writer.string(amount.decimalText)
    }
  }
}

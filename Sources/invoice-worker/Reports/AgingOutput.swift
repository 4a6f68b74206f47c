import Billing
import JSON
import Monetary
import Storage

/// Writes rows of the aging report as they come, some thousand at once: JSON or comma-separated values.
final class AgingOutput {
  private let selection: AgingSelection
  private let console: Console
  private let isJSON: Bool
  private let isCSV: Bool
  private var bytes: [UInt8] = []

  private static let bytesAtOnce = 64 * 1_024

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
    if isJSON { put("{\"asOf\":\"\(selection.asOf)\",\"rows\":[".utf8) }
    if isCSV { put(CSVLine.text(titles).utf8) }
  }

  func write(_ row: some AgingOutputRow, isFirst: Bool) {
    if isCSV {
      put(CSVLine.text(row.cells).utf8)
      return
    }
    if !isFirst { put(",".utf8) }
    var writer = JSONWriter()
    row.write(to: &writer)
    put(writer.bytes)
  }

  /// nil: the report has none.
  func end(totals: [AgingRow]?) {
    if isCSV { for row in totals ?? [] { put(CSVLine.text(row.cells).utf8) } }
    if isJSON {
      put("]".utf8)
      if let totals {
        put(",\"totals\":[".utf8)
        for (index, row) in totals.enumerated() {
          if index > 0 { put(",".utf8) }
          var writer = JSONWriter()
          row.writeTotals(to: &writer)
          put(writer.bytes)
        }
        put("]".utf8)
      }
      put("}\n".utf8)
    }
    flush()
  }

  private func put(_ more: some Sequence<UInt8>) {
    bytes += more
    if bytes.count >= Self.bytesAtOnce { flush() }
  }

  private func flush() {
    guard !bytes.isEmpty else { return }
    console.write(bytes)
    bytes.removeAll(keepingCapacity: true)
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

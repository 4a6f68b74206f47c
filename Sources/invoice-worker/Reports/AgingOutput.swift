import Billing
import JSON
import Monetary
import Storage

/// Writes rows of the aging report: JSON or comma-separated values as they come, some thousand at once; a table for people at
/// the end.
final class AgingOutput<Row: AgingOutputRow> {
  private let selection: AgingSelection
  private let console: Console
  private let form: Form
  private var table = Row.table
  private var count = 0
  private var bytes: [UInt8] = []

  private enum Form {
    case json
    case csv
    case text
  }

  private static var bytesAtOnce: Int { 64 * 1_024 }
  /// Rows that a table for people has at most; a file for a program has all.
  private static var mostShown: Int { 2_000 }

  init(_ selection: AgingSelection, _ invocation: Invocation) {
    self.selection = selection
    console = invocation.console
    form = invocation.isJSON ? .json : invocation.arguments.has(.csv) ? .csv : .text
    switch form {
    case .json: put("{\"asOf\":\"\(selection.asOf)\",\"rows\":[".utf8)
    case .csv: put(CSVLine.text(table.columns.map { .text($0.title) }).utf8)
    case .text: break
    }
  }

  func write(_ row: Row) {
    count += 1
    switch form {
    case .json:
      if count > 1 { put(",".utf8) }
      put(row.json.bytes)
    case .csv: putLine(row.cells)
    case .text: if count <= Self.mostShown { table.append(row.shownCells) }
    }
  }

  /// Writes the end; nil: the report has no totals.
  func end(totals: [AgingRow]?) {
    switch form {
    case .json:
      put("]".utf8)
      if let totals {
        put(",\"totals\":".utf8)
        put(JSONTree.array(totals.map(\.jsonOfTotals)).bytes)
      }
      put("}\n".utf8)
    case .csv:
      for row in totals ?? [] { putLine(row.cells) }
    case .text:
      writeTable(totals ?? [])
    }
    flush()
  }

  private func writeTable(_ totals: [AgingRow]) {
    guard count > 0 else {
      console.write("Nothing is open as of \(selection.asOf).\n")
      return
    }
    for row in totals { table.append(row.cellsOfTotals) }
    console.write(table)
    if count > Self.mostShown {
      console.error(
        "The first \(Self.mostShown) of \(count) rows are shown; --csv writes all of them.")
    }
  }

  private func putLine(_ cells: [String]) {
    var line: [CSVLine.Cell] = []
    for (column, cell) in zip(table.columns, cells) {
      line.append(column.isNumber ? .number(cell) : .text(cell))
    }
    put(CSVLine.text(line).utf8)
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
  /// Without rows; its titles are the first line of comma-separated values.
  static var table: Table { get }
  /// For programs.
  var cells: [String] { get }
  /// For people.
  var shownCells: [String] { get }
  var json: JSONTree { get }
}

extension AgingOutputRow {
  var shownCells: [String] { cells }
}

import Worker

/// Rows under a heading, in columns as wide as what they hold.
struct Table {
  struct Column {
    let title: String
    let isNumber: Bool

    init(_ title: String, isNumber: Bool = false) {
      self.title = title
      self.isNumber = isNumber
    }
  }

  let columns: [Column]
  private(set) var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// - Parameter row: one text for each column; control characters are shown as escapes.
  mutating func append(_ row: [String]) {
    rows.append(row.map { PrintableText.escaping($0) })
  }

  var text: String {
    let widths = columns.indices.map { index in
      max(columns[index].title.count, rows.map { $0[index].count }.max() ?? 0)
    }
    let lines = [columns.map(\.title)] + rows
    return lines.map { line(of: $0, widths: widths) + "\n" }.joined()
  }

  private func line(of cells: [String], widths: [Int]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[index] - cell.count)
      line += columns[index].isNumber ? padding + cell : cell + padding
      if index + 1 < cells.count { line += "  " }
    }
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}

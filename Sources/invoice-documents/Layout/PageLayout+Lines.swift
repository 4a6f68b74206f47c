import Billing

/// The lines with their sums: the table's head stands on every page, and the sum so far where one ends.
extension PageLayout {
  private static let padding = 3.5
  private static let bandHeight = 20.0

  mutating func layLines() {
    let columns = ColumnWidths(invoice, left: left, width: width, setter)
    let first = invoice.sections.first?.lines.first.map { rowHeight($0, columns) } ?? 0
    keepTogether(60 + first)
    layTableHead(columns)
    for (index, section) in invoice.sections.enumerated() {
      let isLastSection = index == invoice.sections.count - 1
      for (place, line) in section.lines.enumerated() {
        let isLast = place == section.lines.count - 1
        let height = rowHeight(line, columns)
        var needed = height
        let heading = place == 0 ? section.heading : nil
        if heading != nil { needed += Self.bandHeight }
        if isLast, section.total != nil { needed += Self.bandHeight }
        // The sums stand below a line, never on a page of their own, with what follows them where it is not long.
        if isLast && isLastSection {
          needed += carriedSum == nil ? totalsHeight : closingHeight
        } else {
          needed += Self.bandHeight
        }
        if carriedSum != nil, overflows(needed) {
          breakTable(columns)
        }
        if let heading { layBand(heading, "", .columnHead, columns) }
        lay(line, columns, height)
        carriedSum = line.sum
      }
      if let total = section.total { layBand(total.label, total.value, .strong, columns) }
    }
    layTotals()
  }

  private mutating func layTableHead(_ columns: ColumnWidths) {
    let heads = invoice.columns
    let style = TextStyle.columnHead
    place(heads.position, style, x: columns.position.x, y: y, width: columns.position.width)
    place(heads.name, style, x: columns.name.x, y: y, width: columns.name.width)
    var height = setter.height(of: heads.name, style, width: columns.name.width)
    for (text, column) in [
      (heads.quantity, columns.quantity), (heads.unitPrice, columns.unitPrice),
      (heads.tax, columns.tax), (heads.amount, columns.amount),
    ] {
      height = max(height, put(text, style, x: column.x, y: y, width: column.width, .right))
    }
    y += height + 4
    rule(x: left, width: width, y: y, weight: 0.8, gray: 0.3)
  }

  private mutating func breakTable(_ columns: ColumnWidths) {
    if let carriedSum {
      layBand(invoice.columns.carriedForward, carriedSum, .strong, columns)
    }
    breakPage()
    layTableHead(columns)
    if let carriedSum {
      layBand(invoice.columns.broughtForward, carriedSum, .strong, columns)
    }
  }

  /// A row that goes across.
  private mutating func layBand(
    _ label: String, _ value: String, _ style: TextStyle, _ columns: ColumnWidths
  ) {
    let end = columns.tax.x + columns.tax.width
    place(label, style, x: columns.name.x, y: y + 5, width: end - columns.name.x)
    place(value, style, x: columns.amount.x, y: y + 5, width: columns.amount.width, .right)
    y += Self.bandHeight
    rule(x: left, width: width, y: y)
  }

  private func rowHeight(_ line: PrintedInvoice.Line, _ columns: ColumnWidths) -> Double {
    var height = setter.height(of: line.name, .body, width: columns.name.width)
    for detail in line.details {
      height += setter.height(of: detail, .detail, width: columns.name.width)
    }
    for (text, column) in [
      (line.quantity, columns.quantity), (line.unitPrice, columns.unitPrice),
      (line.tax, columns.tax), (line.amount, columns.amount),
    ] where !text.isEmpty {
      height = max(height, setter.height(of: text, .body, width: column.width))
    }
    return height + 2 * Self.padding
  }

  private mutating func lay(
    _ line: PrintedInvoice.Line, _ columns: ColumnWidths, _ height: Double
  ) {
    let start = y + Self.padding
    place(line.position, .body, x: columns.position.x, y: start, width: columns.position.width)
    var end = start + put(line.name, .body, x: columns.name.x, y: start, width: columns.name.width)
    for detail in line.details {
      end += put(detail, .detail, x: columns.name.x, y: end, width: columns.name.width)
    }
    for (text, column) in [
      (line.quantity, columns.quantity), (line.unitPrice, columns.unitPrice),
      (line.tax, columns.tax), (line.amount, columns.amount),
    ] {
      place(text, .body, x: column.x, y: start, width: column.width, .right)
    }
    y += height
    rule(x: left, width: width, y: y, weight: 0.4)
  }
}

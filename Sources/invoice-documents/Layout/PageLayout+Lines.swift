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
        let heading = place == 0 ? section.heading : nil
        // What must stand on the line's page below it.
        var below = isLast && section.total != nil ? Self.bandHeight : 0
        // The sums stand below a line, never on a page of their own, with what follows them where it is not long.
        if isLast && isLastSection {
          below += carriedSum == nil ? sumsHeight : closingHeight
        } else {
          below += Self.bandHeight
        }
        let needed = (heading == nil ? 0 : Self.bandHeight) + height + below
        if carriedSum != nil, overflows(needed) {
          breakTable(columns)
        }
        if let heading { layBand(heading, "", .columnHead, columns) }
        lay(line, columns, height, below: below)
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
    ] {
      height = max(height, self.height(of: text, .body, width: column.width))
    }
    return height + 2 * Self.padding
  }

  /// Details that no page holds together with their line go on below the next page's head.
  private mutating func lay(
    _ line: PrintedInvoice.Line, _ columns: ColumnWidths, _ height: Double, below: Double
  ) {
    let end = line.details.isEmpty || !overflows(height + below) ? y + height : nil
    let start = y + Self.padding
    let name = columns.name
    place(line.position, .body, x: columns.position.x, y: start, width: columns.position.width)
    y = start + put(line.name, .body, x: name.x, y: start, width: name.width)
    for (text, column) in [
      (line.quantity, columns.quantity), (line.unitPrice, columns.unitPrice),
      (line.tax, columns.tax), (line.amount, columns.amount),
    ] {
      place(text, .body, x: column.x, y: start, width: column.width, .right)
    }
    carriedSum = line.sum
    for (index, detail) in line.details.enumerated() {
      let rest = index == line.details.count - 1 ? below : Self.bandHeight
      let needed = self.height(of: detail, .detail, width: name.width) + Self.padding + rest
      if end == nil, overflows(needed) {
        breakTable(columns)
        y += Self.padding
      }
      y += put(detail, .detail, x: name.x, y: y, width: name.width)
    }
    y = end ?? y + Self.padding
    rule(x: left, width: width, y: y, weight: 0.4)
  }
}

import Billing

/// The sums, the taxes, when and how to pay.
extension PageLayout {
  private static let sumHeight = 16.0

  var halfPage: Double { (geometry.contentEnd - geometry.top) / 2 }

  private var totalsHeight: Double {
    invoice.totals.indices.reduce(26) { $0 + self.sum(at: $1).height }
  }

  /// The sums, or as many of them as half a page holds.
  var sumsHeight: Double { min(totalsHeight, halfPage) }

  /// All that stands below the lines; of what would take more than half a page, the sums alone.
  var closingHeight: Double {
    let facts = [invoice.instalments.count, invoice.payment.count].filter { $0 > 0 }
    let payment = facts.reduce(0) { $0 + Self.factsHeight($1) }
    let all = totalsHeight + taxesHeight + payment
    return all < halfPage ? all : sumsHeight
  }

  private var sumsLeft: Double { left + width * 0.45 }

  /// How a sum is set: the last in bold, and a label that is longer than its line on several.
  private func sum(at index: Int) -> (style: TextStyle, label: Double, height: Double) {
    let total = invoice.totals[index]
    let style = index == invoice.totals.count - 1 ? TextStyle.sum : .body
    let label = max(right - sumsLeft - setter.width(of: total.value, style) - 9, 40)
    let added =
      setter.height(of: total.label, style, width: label)
      - setter.height(of: total.label, style, width: -1)
    return (style, label, Self.sumHeight + added)
  }

  /// To the right, the last in bold.
  mutating func layTotals() {
    keepTogether(sumsHeight)
    y += 10
    let x = sumsLeft
    for (index, total) in invoice.totals.enumerated() {
      let (style, label, height) = sum(at: index)
      if overflows(height) { breakPage() }
      if index == invoice.totals.count - 1 {
        rule(x: x, width: right - x, y: y + 1, weight: 0.8, gray: 0.3)
        y += 5
      }
      place(total.label, style, x: x, y: y, width: label)
      place(total.value, style, x: x + label + 8, y: y, width: right - x - label - 8, .right)
      y += height
    }
    y += 18
  }

  // MARK: Taxes

  mutating func layTaxes() {
    let table = invoice.taxes
    guard !table.rows.isEmpty else { return }
    keepTogether(min(taxesHeight, 200))
    place(table.heading, .strong, x: left, y: y, width: width)
    y += 16
    let columns = taxColumns
    layTaxHead(columns)
    for row in table.rows {
      if overflows(height(of: row, columns)) {
        breakPage()
        layTaxHead(columns)
      }
      lay(row, columns)
    }
    y += 18
  }

  /// About what ``layTaxes()`` takes.
  private var taxesHeight: Double {
    let rows = invoice.taxes.rows
    guard !rows.isEmpty else { return 0 }
    let hasReasons = rows.contains { $0.reason != nil }
    return 50 + Double(rows.count) * (hasReasons ? 32 : 20)
  }

  private var taxColumns: [ColumnWidths.Column] {
    let starts = [0, 0.4, 0.52, 0.62, 0.82].map { left + width * $0 }
    let ends = starts.dropFirst().map { $0 - 8 } + [right]
    return zip(starts, ends).map { ColumnWidths.Column(x: $0, width: $1 - $0) }
  }

  private mutating func layTaxHead(_ columns: [ColumnWidths.Column]) {
    let table = invoice.taxes
    let heads = [table.name, table.category, table.rate, table.taxableAmount, table.taxAmount]
    var height = 0.0
    for (index, (head, column)) in zip(heads, columns).enumerated() {
      let alignment = index > 1 ? TextAlignment.right : .left
      height = max(
        height, put(head, .columnHead, x: column.x, y: y, width: column.width, alignment))
    }
    y += height + 3
    rule(x: left, width: width, y: y)
  }

  private mutating func lay(_ row: PrintedInvoice.TaxRow, _ columns: [ColumnWidths.Column]) {
    let start = y + 3
    for (index, (text, column)) in zip(row.texts, columns).enumerated() {
      place(
        text, .body, x: column.x, y: start, width: column.width, index > 1 ? .right : .left)
    }
    if let reason = row.reason {
      let top = row.name.isEmpty ? start : start + cellsHeight(of: row, columns)
      place(reason, .detail, x: left, y: top, width: reasonWidth(of: row, columns))
    }
    y += height(of: row, columns)
    rule(x: left, width: width, y: y, weight: 0.4)
  }

  private func height(
    of row: PrintedInvoice.TaxRow, _ columns: [ColumnWidths.Column]
  ) -> Double {
    let cells = cellsHeight(of: row, columns)
    let reason = height(of: row.reason ?? "", .detail, width: reasonWidth(of: row, columns))
    return 6 + (row.name.isEmpty ? max(cells, reason) : cells + reason)
  }

  private func cellsHeight(
    of row: PrintedInvoice.TaxRow, _ columns: [ColumnWidths.Column]
  ) -> Double {
    zip(row.texts, columns).reduce(0) { max($0, height(of: $1.0, .body, width: $1.1.width)) }
  }

  /// It stands below the other cells, or in the place of a name that there is not.
  private func reasonWidth(
    of row: PrintedInvoice.TaxRow, _ columns: [ColumnWidths.Column]
  ) -> Double {
    row.name.isEmpty ? columns[0].width : width
  }

  // MARK: Payment

  mutating func layPayment() {
    layFacts(invoice.instalmentsHeading, invoice.instalments, valuesAreAmounts: true)
    layFacts(invoice.paymentHeading, invoice.payment, valuesAreAmounts: false)
  }

  private static func factsHeight(_ count: Int) -> Double { 30 + Double(count) * 15 }

  private mutating func layFacts(
    _ heading: String, _ facts: [PrintedInvoice.Fact], valuesAreAmounts: Bool
  ) {
    guard !facts.isEmpty else { return }
    keepTogether(Self.factsHeight(min(facts.count, 12)))
    place(heading, .strong, x: left, y: y, width: width)
    y += 17
    lay(facts, valuesAreAmounts: valuesAreAmounts)
    y += 12
  }

  /// Across the page, on as many as it takes.
  mutating func lay(_ facts: [PrintedInvoice.Fact], valuesAreAmounts: Bool = false) {
    let labels = 120.0
    let values = valuesAreAmounts ? 130 : width - labels - 6
    for fact in facts {
      let height =
        max(
          height(of: fact.label, .body, width: labels),
          height(of: fact.value, .body, width: values), 13) + 2
      if overflows(height) { breakPage() }
      place(fact.label, .body, x: left, y: y, width: labels)
      place(
        fact.value, .body, x: left + labels + 6, y: y, width: values,
        valuesAreAmounts ? .right : .left)
      y += height
    }
  }
}

extension PrintedInvoice.TaxRow {
  fileprivate var texts: [String] { [name, category, rate, taxableAmount, taxAmount] }
}

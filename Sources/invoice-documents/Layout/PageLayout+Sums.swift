import Billing

/// The sums, the taxes, when and how to pay.
extension PageLayout {
  private static let sumHeight = 16.0

  var totalsHeight: Double { Double(invoice.totals.count) * Self.sumHeight + 26 }

  /// All that stands below the lines; of what would take more than half a page, the sums alone.
  var closingHeight: Double {
    let facts = [invoice.instalments.count, invoice.payment.count].filter { $0 > 0 }
    let payment = facts.reduce(0) { $0 + Self.factsHeight($1) }
    let all = totalsHeight + taxesHeight + payment
    return all < (geometry.contentEnd - geometry.top) / 2 ? all : totalsHeight
  }

  /// To the right, the last in bold.
  mutating func layTotals() {
    y += 10
    let x = left + width * 0.45
    let breadth = right - x
    for (index, total) in invoice.totals.enumerated() {
      let isLast = index == invoice.totals.count - 1
      if isLast {
        rule(x: x, width: breadth, y: y + 1, weight: 0.8, gray: 0.3)
        y += 5
      }
      let style = isLast ? TextStyle.sum : .body
      let values = setter.width(of: total.value, style) + 1
      place(total.label, style, x: x, y: y, width: max(breadth - values - 8, 40))
      place(total.value, style, x: right - values, y: y, width: values, .right)
      y += Self.sumHeight
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
    let xs = [0, 0.4, 0.52, 0.62, 0.82].map { left + width * $0 }
    let ends = xs.dropFirst().map { $0 - 8 } + [right]
    layTaxHead(xs, ends)
    for row in table.rows {
      if overflows(28) {
        breakPage()
        layTaxHead(xs, ends)
      }
      lay(row, xs, ends)
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

  private mutating func layTaxHead(_ xs: [Double], _ ends: [Double]) {
    let table = invoice.taxes
    let heads = [table.name, table.category, table.rate, table.taxableAmount, table.taxAmount]
    for (index, head) in heads.enumerated() {
      place(
        head, .columnHead, x: xs[index], y: y, width: ends[index] - xs[index],
        index > 1 ? .right : .left)
    }
    y += 14
    rule(x: left, width: width, y: y)
  }

  private mutating func lay(_ row: PrintedInvoice.TaxRow, _ xs: [Double], _ ends: [Double]) {
    let start = y + 3
    var end = start
    let texts = [row.name, row.category, row.rate, row.taxableAmount, row.taxAmount]
    for (index, text) in texts.enumerated() {
      end = max(
        end,
        start
          + put(
            text, .body, x: xs[index], y: start, width: ends[index] - xs[index],
            index > 1 ? .right : .left))
    }
    if let reason = row.reason {
      let top = row.name.isEmpty ? start : end
      let breadth = row.name.isEmpty ? ends[0] - xs[0] : width
      end = max(end, top + put(reason, .detail, x: left, y: top, width: breadth))
    }
    y = end + 3
    rule(x: left, width: width, y: y, weight: 0.4)
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
    let labels = 120.0
    for fact in facts {
      if overflows(15) { breakPage() }
      place(fact.label, .body, x: left, y: y, width: labels)
      let value = put(
        fact.value, .body, x: left + labels + 6, y: y,
        width: valuesAreAmounts ? 130 : width - labels - 6, valuesAreAmounts ? .right : .left)
      y += max(value, 13) + 2
    }
    y += 12
  }
}

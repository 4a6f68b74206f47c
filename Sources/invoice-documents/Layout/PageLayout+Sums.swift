import Billing

/// The sums, the taxes, when and how to pay.
extension PageLayout {
  private static let sumHeight = 16.0

  var totalsHeight: Double { Double(invoice.totals.count) * Self.sumHeight + 26 }

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
    let hasReasons = table.rows.contains { $0.reason != nil }
    keepTogether(34 + Double(min(table.rows.count, 8)) * (hasReasons ? 26 : 15))
    place(table.heading, .strong, x: left, y: y, width: width)
    y += 16
    let xs = [0, 0.4, 0.52, 0.64, 0.82].map { left + width * $0 }
    let ends = xs.dropFirst().map { $0 - 8 } + [right]
    let heads = ["", table.category, table.rate, table.taxableAmount, table.taxAmount]
    for (index, head) in heads.enumerated() {
      place(
        head, .columnHead, x: xs[index], y: y, width: ends[index] - xs[index],
        index > 1 ? .right : .left)
    }
    y += 14
    rule(x: left, width: width, y: y)
    for row in table.rows {
      if overflows(28) { breakPage() }
      lay(row, xs, ends)
    }
    y += 18
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

  private mutating func layFacts(
    _ heading: String, _ facts: [PrintedInvoice.Fact], valuesAreAmounts: Bool
  ) {
    guard !facts.isEmpty else { return }
    keepTogether(18 + Double(min(facts.count, 12)) * 15)
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

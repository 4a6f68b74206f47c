import Billing

/// Where the columns of the lines begin and how wide they are.
struct ColumnWidths: Hashable, Sendable {
  struct Column: Hashable, Sendable {
    var x: Double
    var width: Double
  }

  let position: Column
  let name: Column
  let quantity: Column
  let unitPrice: Column
  let tax: Column
  let amount: Column

  /// As wide as what stands in them; the name has the rest, a third at least, in which case the others wrap.
  init(_ invoice: PrintedInvoice, left: Double, width: Double, _ setter: TextSetter) {
    let gap = 10.0
    var longest = Array(repeating: "", count: 5)
    var sum = ""
    for section in invoice.sections {
      for line in section.lines {
        let texts = [line.position, line.quantity, line.unitPrice, line.tax, line.amount]
        for (index, text) in texts.enumerated() where text.utf8.count > longest[index].utf8.count {
          longest[index] = text
        }
        sum = line.sum.utf8.count > sum.utf8.count ? line.sum : sum
      }
    }
    let heads = [
      invoice.columns.position, invoice.columns.quantity, invoice.columns.unitPrice,
      invoice.columns.tax, invoice.columns.amount,
    ]
    var widths: [Double] = []
    for index in longest.indices {
      // Half a point for rounding.
      widths.append(
        max(
          setter.width(of: longest[index], .body), setter.width(of: heads[index], .columnHead))
          + 0.5)
    }
    widths[4] = max(widths[4], setter.width(of: sum, .strong) + 0.5)
    let available = width * 2 / 3 - 5 * gap
    let wanted = widths.reduce(0, +)
    if wanted > available {
      for index in widths.indices { widths[index] *= available / wanted }
    }
    let rest = width - widths.reduce(0, +) - 5 * gap
    var x = left
    func next(_ width: Double) -> Column {
      defer { x += width + gap }
      return Column(x: x, width: width)
    }
    position = next(widths[0])
    name = next(rest)
    quantity = next(widths[1])
    unitPrice = next(widths[2])
    tax = next(widths[3])
    amount = next(widths[4])
  }
}

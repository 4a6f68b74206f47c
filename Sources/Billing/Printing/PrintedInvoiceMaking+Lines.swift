import CivilTime
import Monetary

/// Lines by section.
extension PrintedInvoiceMaking {
  var columns: PrintedInvoice.Columns {
    PrintedInvoice.Columns(
      position: text(.position), name: text(.description), quantity: text(.quantity),
      unitPrice: text(.unitPrice), tax: text(.tax),
      amount: "\(text(.amount)) (\(invoice.currency.code))",
      carriedForward: text(.carriedForward), broughtForward: text(.broughtForward))
  }

  /// What is billed, usage, and what is taken off or added on the document; a heading where there are two of them.
  func sections() -> [PrintedInvoice.Section] {
    var charges: [Int] = []
    var usage: [Int] = []
    var adjustments: [Int] = []
    for index in invoice.lines.indices {
      let line = invoice.lines[index]
      if line.type == .adjustment {
        adjustments.append(index)
      } else if line.usage != nil {
        usage.append(index)
      } else {
        charges.append(index)
      }
    }
    let parts = [
      (DocumentWord.charges, charges), (.usage, usage), (.adjustments, adjustments),
    ].filter { !$0.1.isEmpty }
    var sections: [PrintedInvoice.Section] = []
    var sum = Money.zero(invoice.currency)
    for (word, indices) in parts {
      let before = sum
      var lines: [PrintedInvoice.Line] = []
      lines.reserveCapacity(indices.count)
      for index in indices {
        // Within its bound, as the invoice's total is.
        sum = (try? sum.adding(invoice.lines[index].amount)) ?? sum
        lines.append(line(at: index, sum))
      }
      let total = (try? sum.subtracting(before)) ?? sum
      sections.append(
        PrintedInvoice.Section(
          heading: parts.count > 1 ? text(word) : nil, lines: lines,
          total: parts.count > 1 ? Fact(text(.subtotal), locale.text(total)) : nil))
    }
    return sections
  }

  private func line(at index: Int, _ sum: Money) -> PrintedInvoice.Line {
    let line = invoice.lines[index]
    let isAdjustment = line.type == .adjustment
    var rates: [String] = []
    for record in line.taxes { rates.append(rate(record.rate)) }
    return PrintedInvoice.Line(
      position: position(of: line, at: index), name: line.name, details: details(of: line),
      quantity: isAdjustment ? "" : quantity(of: line),
      unitPrice: isAdjustment ? "" : unitPrice(of: line),
      tax: rates.isEmpty ? "–" : rates.joined(separator: " + "), amount: locale.text(line.amount),
      sum: locale.text(sum))
  }

  /// As the document that was ingested numbers its lines, where that fits in its column.
  private func position(of line: InvoiceLine, at index: Int) -> String {
    guard let label = label(of: line), Self.fitsColumn(label) else { return "\(index + 1)" }
    return label
  }

  /// What the document calls the line; nil where it is called by the invoice's own identifier.
  private func label(of line: InvoiceLine) -> String? {
    guard line.type == .charge, line.ingested != nil, !line.id.hasPrefix("\(invoice.id)-") else {
      return nil
    }
    return line.id
  }

  private static func fitsColumn(_ label: String) -> Bool { label.unicodeScalars.count <= 6 }

  private func quantity(of line: InvoiceLine) -> String {
    let number = locale.text(line.quantity)
    guard let unit = line.unitOfMeasure.flatMap({ name(ofUnit: $0) }) else { return number }
    return "\(number)\u{A0}\(unit)"
  }

  /// In the currency's digits, or more where it has them.
  private func unitPrice(of line: InvoiceLine) -> String {
    let price = locale.text(line.unitPrice, atLeast: invoice.currency.minorUnitDigits)
    let base = line.ingested?.priceBaseQuantity ?? 1
    return base == 1 ? price : "\(price) / \(locale.text(base))"
  }

  // MARK: Details

  private func details(of line: InvoiceLine) -> [String] {
    var details = line.ingested.map { self.details(ofItem: $0.terms) } ?? []
    if let period = span(line.startDate, line.endDate) { details.append(period) }
    if let calculation = line.calculation, calculation.kind == .prorated,
      let days = calculation.days, let whole = calculation.ofDays
    {
      details.append(locale.text(.days, "\(days)", "\(whole)"))
    }
    if let usage = line.usage, !usage.includedQuantity.isZero {
      details.append(
        locale.text(
          .included, locale.text(usage.consumedQuantity), locale.text(usage.includedQuantity)))
    }
    if let label = label(of: line), !Self.fitsColumn(label) {
      details.append("\(text(.position)) \(label)")
    }
    for item in line.ingested?.allowances ?? [] { details.append(detail(of: item, "−")) }
    for item in line.ingested?.charges ?? [] { details.append(detail(of: item, "+")) }
    if let difference = difference(of: line) { details.append(difference) }
    return details
  }

  /// What a line that was ingested bills besides quantity × price and what it says of it; nil for nothing.
  private func difference(of line: InvoiceLine) -> String? {
    guard line.type == .charge, let details = line.ingested else { return nil }
    let formula = LineFormula(
      quantity: line.quantity, unitPrice: line.unitPrice,
      priceBaseQuantity: details.priceBaseQuantity, charges: details.charges,
      allowances: details.allowances)
    guard let computed = try? formula.quotient().rounded(to: invoice.currency),
      let difference = try? line.amount.subtracting(computed), !difference.isZero
    else { return nil }
    return
      "\(text(.adjustments)): \(difference.isNegative ? "" : "+")\(locale.text(difference))"
  }

  private func detail(of item: AmountWithReason, _ sign: String) -> String {
    var amount = locale.text(item.amount)
    if let money = Money(exactly: item.amount, currency: invoice.currency) {
      amount = locale.text(money)
    }
    return "\(item.reason ?? text(.adjustments)): \(sign)\(amount)"
  }

  /// By symbol, or in words; a code that few know stays one. Pieces need no name.
  private func name(ofUnit code: String) -> String? {
    if let symbol = Self.symbols[code] { return symbol }
    switch code {
    case UnitCode.one, "EA", "H87": return nil
    case "DAY": return text(.day)
    case "WEE": return text(.week)
    case "MON": return text(.month)
    case "ANN": return text(.year)
    default: return code
    }
  }

  private static let symbols = [
    "HUR": "h", "MIN": "min", "SEC": "s", "KGM": "kg", "GRM": "g", "TNE": "t", "MTR": "m",
    "CMT": "cm", "MMT": "mm", "KMT": "km", "MTK": "m²", "MTQ": "m³", "LTR": "l", "KWH": "kWh",
    "MWH": "MWh", "WTT": "W", "KWT": "kW", "AD": "B", "2P": "kB", "4L": "MB", "E34": "GB",
    "E35": "TB", "P1": "%",
  ]
}

import Monetary

/// Lines from outside: their amounts hold as they were given, beside what the rest of the line makes.
extension LineStory {
  mutating func tellGiven(_ details: IngestedLineDetails) {
    basis = .given
    guard line.type != .adjustment else {
      let kind = line.amount.isNegative ? "An allowance" : "A charge"
      say("\(kind) on the whole document, as given: \(line.amount.decimalText).")
      return
    }
    say("The amount holds as the document gives it: \(line.amount.decimalText).")
    var formula = "\(line.quantity) × \(text.price(line.unitPrice))"
    if details.priceBaseQuantity != 1 { formula += " ÷ \(details.priceBaseQuantity)" }
    for item in details.charges { formula += " + \(text.price(item.amount))\(reason(item))" }
    for item in details.allowances { formula += " − \(text.price(item.amount))\(reason(item))" }
    do throws(MonetaryError) {
      let exact = try LineFormula(
        quantity: line.quantity, unitPrice: line.unitPrice,
        priceBaseQuantity: details.priceBaseQuantity, charges: details.charges,
        allowances: details.allowances
      ).quotient()
      quotient = exact
      let made = try exact.rounded(to: text.currency)
      say("\(formula) = \(text.rounding(exact, to: made)).")
      if made != line.amount {
        say(
          "That is not the amount given: the document's own amount holds, and its sender was warned (LINE_AMOUNT_MISMATCH)."
        )
      }
    } catch {
      say("\(formula) is beyond 18 digits before the point; the document's own amount holds.")
    }
  }

  private func reason(_ item: AmountWithReason) -> String {
    item.reason.map { " (\($0))" } ?? ""
  }
}

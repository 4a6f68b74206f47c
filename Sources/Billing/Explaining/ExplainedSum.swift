import Monetary

/// A total of the document, from what it is the sum of.
package struct ExplainedSum: Hashable, Sendable {
  package let name: Name
  package let amount: Recomputation
  package let sentence: String

  package enum Name: String, Hashable, Sendable, CaseIterable {
    case amount = "totalAmount"
    case tax = "totalTaxAmount"
    case total = "totalAmountWithTax"
    case payable
  }
}

extension ExplainedSum {
  static func all(of invoice: Invoice) -> [ExplainedSum] {
    let count = invoice.lines.count
    let lines = count == 1 ? "the one line" : "\(count) lines"
    let amount = Recomputation(of: invoice.totalAmount) { () throws(MonetaryError) in
      try Money.sum(invoice.lines.map(\.amount), currency: invoice.currency)
    }
    let tax = Recomputation(of: invoice.totalTaxAmount) { () throws(MonetaryError) in
      try Money.sum(
        invoice.lines.flatMap { $0.taxes.map(\.amount) }, currency: invoice.currency)
    }
    let total = Recomputation(of: invoice.totalAmountWithTax) { () throws(MonetaryError) in
      try invoice.totalAmount.adding(invoice.totalTaxAmount)
    }
    var sums = [
      ExplainedSum(
        name: .amount, amount: amount,
        sentence: "The amounts of \(lines): \(invoice.totalAmount.decimalText)."),
      ExplainedSum(
        name: .tax, amount: tax,
        sentence: "Their taxes: \(invoice.totalTaxAmount.decimalText)."),
      ExplainedSum(
        name: .total, amount: total,
        sentence:
          "Together: \(invoice.totalAmount.decimalText) + \(invoice.totalTaxAmount.decimalText) = \(invoice.totalAmountWithTax.decimalText)."
      ),
    ]
    sums.append(payable(of: invoice))
    return sums
  }

  private static func payable(of invoice: Invoice) -> ExplainedSum {
    var formula = invoice.totalAmountWithTax.decimalText
    var parts: [Money] = [invoice.totalAmountWithTax]
    var isWhole = true
    func append(_ amount: Money, _ words: String) {
      guard !amount.isZero else { return }
      let size = amount.isNegative ? amount.negated : amount
      formula += " \(amount.isNegative ? "−" : "+") \(size.decimalText) \(words)"
      parts.append(amount)
    }
    if let details = invoice.ingested {
      append(details.prepaidAmount.negated, "prepaid")
      append(details.payableRounding, "rounding")
      for item in details.thirdPartyAmounts {
        guard let amount = Money(exactly: item.amount, currency: invoice.currency) else {
          isWhole = false
          continue
        }
        append(amount, item.description.map { "for others (\($0))" } ?? "for others")
      }
    }
    let amount = Recomputation(of: invoice.payable) { () throws(MonetaryError) in
      guard isWhole else { throw .overflow }
      return try Money.sum(parts, currency: invoice.currency)
    }
    let sentence =
      parts.count == 1
      ? "All of it is payable: \(invoice.payable.decimalText)."
      : "Payable is \(formula) = \(invoice.payable.decimalText)."
    return ExplainedSum(name: .payable, amount: amount, sentence: sentence)
  }
}

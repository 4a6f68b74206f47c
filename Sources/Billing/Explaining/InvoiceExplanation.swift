package import Monetary

/// Why every amount of a stored invoice is what it is, from what is stored alone, and each figure beside what it comes to when
/// it is computed again (<doc:Lifecycle#Every-amount-explains-itself>).
package struct InvoiceExplanation: Hashable, Sendable {
  package let invoice: Invoice
  /// Whether the invoice was made before lines said how their amounts came about.
  package let isOlder: Bool
  package let lines: [ExplainedLine]
  package let taxes: [ExplainedTax]
  package let sums: [ExplainedSum]
  package let due: ExplainedDue
  package let balance: ExplainedBalance

  package init(_ ledger: InvoiceLedger) {
    let invoice = ledger.invoice
    self.invoice = invoice
    let isOlder = ledger.isOlder
    self.isOlder = isOlder
    lines = invoice.lines.indices.map { index in
      ExplainedLine(invoice.lines[index], position: index + 1, isOlder: isOlder)
    }
    taxes = ExplainedTax.all(of: invoice, isOlder: isOlder)
    sums = ExplainedSum.all(of: invoice)
    due = ExplainedDue(invoice)
    balance = ExplainedBalance(ledger)
  }

  /// A stored figure that does not follow from the rest.
  package struct Difference: Hashable, Sendable {
    /// `line 2`, `tax S 25 % of line 2`, `balance`.
    package let figure: String
    package let stored: Money
    /// nil beyond the bounds of an amount.
    package let recomputed: Money?

    package var sentence: String {
      let other = recomputed?.decimalText ?? "more than 18 digits before the point"
      return
        "\(figure): \(stored.decimalText) is stored, but the rest of what is stored makes \(other)"
    }
  }

  /// Every figure that differs, in the order of the explanation; of one line alone where `position` names one.
  package func differences(ofLine position: Int? = nil) -> [Difference] {
    var found: [Difference] = []
    func check(_ figure: @autoclosure () -> String, _ recomputation: Recomputation) {
      guard recomputation.differs else { return }
      found.append(
        Difference(
          figure: figure(), stored: recomputation.stored, recomputed: recomputation.recomputed))
    }
    for line in lines where position.map({ $0 == line.position }) ?? true {
      check("line \(line.position)", line.amount)
    }
    for tax in taxes {
      let shares = tax.shares.filter { share in position.map { $0 == share.position } ?? true }
      if !shares.isEmpty { check("tax \(tax.category) \(tax.rate) %", tax.amount) }
      for share in shares {
        check("tax \(tax.category) \(tax.rate) % of line \(share.position)", share.amount)
      }
    }
    guard position == nil else { return found }
    for sum in sums { check(sum.name.rawValue, sum.amount) }
    check("sum of the instalments", due.amount)
    check("paidAmount", balance.paid)
    check("creditedAmount", balance.credited)
    check("writtenOffAmount", balance.writtenOff)
    check("convertedAmount", balance.converted)
    check("balance", balance.balance)
    return found
  }
}

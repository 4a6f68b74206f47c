import Billing
import CivilTime
import Monetary
import Storage

/// What was applied, refunded and reversed of a payment or a memo, for people.
enum LedgerText {
  static func table(
    _ applications: [ApplicationView], _ refunds: [Refund], _ reversals: [Reversal] = []
  ) -> Table? {
    guard !applications.isEmpty || !refunds.isEmpty || !reversals.isEmpty else { return nil }
    var table = Table([
      .init("Date"), .init("What", wraps: true), .init("Amount", isNumber: true),
      .init("State", drop: 1), .init("Identifier", drop: 2, wraps: true),
    ])
    for view in applications {
      let row = view.application
      let invoice = "invoice \(view.invoiceNumber ?? row.invoiceId.text)"
      table.append([
        row.effectiveDate.description,
        row.takesBack == nil ? "applied to \(invoice)" : "taken back from \(invoice)",
        (row.takesBack == nil ? row.amount : row.amount.negated).decimalText,
        row.takesBack == nil ? (view.isTakenBack ? "taken back" : "stands") : "", row.id.text,
      ])
    }
    for refund in refunds {
      let reference = refund.reference.map { ": \($0)" } ?? ""
      table.append([
        refund.refundDate.description, "refunded\(reference)", refund.amount.decimalText, "",
        refund.id.text,
      ])
    }
    for reversal in reversals {
      table.append([
        reversal.reversalDate.description, "reversed: \(reversal.reason.rawValue)",
        reversal.amount.decimalText, "", reversal.id.text,
      ])
    }
    return table
  }

  /// Names and amounts, without those that are zero but for the first and the last.
  static func sums(_ rows: [(String, Money)]) -> Table {
    var table = Table([.init(""), .init("", isNumber: true)])
    table.isWithoutHeading = true
    for (index, row) in rows.enumerated()
    where index == 0 || index == rows.count - 1 || !row.1.isZero {
      table.append([row.0, "\(row.1.decimalText) \(row.1.currency.code)"])
    }
    return table
  }
}

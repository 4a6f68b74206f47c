package import CivilTime
import Monetary

/// When the invoice is due, whole or in instalments, and how much of each is open.
package struct ExplainedDue: Hashable, Sendable {
  package let instalments: [Invoice.OpenInstalment]
  /// The instalments' sum beside what is payable.
  package let amount: Recomputation
  /// The first due date with an open amount; nil where nothing is due.
  package let nextDueDate: CivilDate?
  package let sentences: [String]
}

extension ExplainedDue {
  init(_ invoice: Invoice) {
    let instalments = invoice.openInstalments
    self.instalments = instalments
    nextDueDate = invoice.nextDueDate
    amount = Recomputation(of: invoice.receivable) { () throws(MonetaryError) in
      try Money.sum(instalments.map(\.amount), currency: invoice.currency)
    }
    var sentences: [String] = []
    let term = invoice.paymentTermId.map { " (payment term \($0))" } ?? ""
    if instalments.count > 1 {
      sentences.append(
        "Payable in \(instalments.count) instalments\(term); they sum to \(invoice.receivable.decimalText)."
      )
      sentences.append(
        "What is paid or credited fills them in order of their due dates; what the balance exceeds them by stands on the last."
      )
    } else {
      let date = instalments.first?.dueDate ?? invoice.dueDate
      sentences.append("Due \(date), \(Self.distance(from: invoice.invoiceDate, to: date))\(term).")
    }
    self.sentences = sentences
  }

  private static func distance(from start: CivilDate, to end: CivilDate) -> String {
    let days = start.days(until: end)
    if days == 0 { return "the invoice date" }
    let side = days > 0 ? "after" : "before"
    return "\(AmountText.days(abs(days))) \(side) the invoice date \(start)"
  }
}

import CivilTime
import Monetary

/// When what is payable is due: one date, or the instalments of the payment term (<doc:Lifecycle#Instalments>).
extension Invoice {
  /// Takes due date and instalments from the term; without one the invoice is due on its date.
  ///
  /// - Throws: ``MonetaryError`` when the term's weights are beyond their bounds.
  mutating func setDue(by term: PaymentTerm?) throws(MonetaryError) {
    guard let term else {
      dueDate = invoiceDate
      instalments = []
      return
    }
    let dates = term.dueDates(ofInvoiceDated: invoiceDate)
    guard let first = dates.first, let last = dates.last else {
      dueDate = term.dueDate(ofInvoiceDated: invoiceDate)
      instalments = []
      return
    }
    guard isPayableInParts, dates.count > 1 else {
      // What the customer has to his credit is not owed in parts.
      dueDate = isPayableInParts ? last : first
      instalments = []
      return
    }
    dueDate = last
    setInstalments(dates, try term.split(receivable))
  }

  /// Splits what is payable again, over the same due dates: tax has changed, the term may have, and the invoice keeps its own.
  /// Weights are the term's as long as they make the amounts as they were, else those amounts.
  ///
  /// - Throws: ``MonetaryError`` when an amount is beyond its bounds.
  mutating func resplit(before: Money, by term: PaymentTerm?) throws(MonetaryError) {
    guard receivable != before else { return }
    guard !instalments.isEmpty else {
      let dates = term?.dueDates(ofInvoiceDated: invoiceDate) ?? []
      // Nothing was owed, and now something is.
      if before.minorUnits <= 0, isPayableInParts, dates.first == dueDate { try setDue(by: term) }
      return
    }
    guard isPayableInParts else {
      dueDate = instalments[0].dueDate
      instalments = []
      return
    }
    let amounts =
      if let term, try term.split(before) == instalments.map(\.amount) {
        try term.split(receivable)
      } else {
        try Allocation.split(receivable, by: instalments.map(\.amount.minorUnits))
      }
    setInstalments(instalments.map(\.dueDate), amounts)
  }

  /// In a loop: amounts in a closure of two parameters are misaligned by the compiler (6.3.1, unoptimized).
  private mutating func setInstalments(_ dates: [CivilDate], _ amounts: [Money]) {
    instalments = []
    instalments.reserveCapacity(dates.count)
    for (date, amount) in zip(dates, amounts) {
      instalments.append(Instalment(dueDate: date, amount: amount))
    }
  }

  private var isPayableInParts: Bool { !receivable.isZero && !receivable.isNegative }
}

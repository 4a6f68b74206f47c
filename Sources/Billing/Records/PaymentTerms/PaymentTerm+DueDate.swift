package import CivilTime
package import Monetary

extension PaymentTerm {
  /// When an invoice of a date is due (<doc:Lifecycle>): 15 April + 45 days after the end
  /// of the month is 14 June. With instalments, when the last is.
  package func dueDate(ofInvoiceDated date: CivilDate) -> CivilDate {
    kind.dueDate(ofInvoiceDated: date, days: days)
  }

  /// The due dates of the instalments on an invoice of a date; empty where there are none.
  package func dueDates(ofInvoiceDated date: CivilDate) -> [CivilDate] {
    instalments.map { $0.kind.dueDate(ofInvoiceDated: date, days: $0.days) }
  }

  /// What is payable, split by the instalments' weights (<doc:Lifecycle#Instalments>): the parts sum to it. Whole where there
  /// are none.
  ///
  /// - Throws: ``MonetaryError`` when the weights are beyond what the wire may carry.
  package func split(_ payable: Money) throws(MonetaryError) -> [Money] {
    instalments.isEmpty
      ? [payable] : try Allocation.split(payable, by: instalments.map(\.weight.inSmallestUnits))
  }
}

extension PaymentTerm.Kind {
  fileprivate func dueDate(ofInvoiceDated date: CivilDate, days: Int) -> CivilDate {
    switch self {
    case .periodBased: date.adding(days: days)
    case .endOfMonthPlus: date.lastOfMonth.adding(days: days)
    }
  }
}

extension ExactDecimal {
  /// In units of the last digit that any decimal has. The wire carries 18 digits before the point and 12 after it, which
  /// fit; a larger one is held at the largest.
  fileprivate var inSmallestUnits: Int128 {
    var units = coefficient
    for _ in Int(scale)..<Self.largestScale {
      let (product, overflow) = units.multipliedReportingOverflow(by: 10)
      if overflow { return .max }
      units = product
    }
    return units
  }
}

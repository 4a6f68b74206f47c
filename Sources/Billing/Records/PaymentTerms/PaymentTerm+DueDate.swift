package import CivilTime

extension PaymentTerm {
  /// When an invoice of a date is due (<doc:Lifecycle>): 15 April + 45 days after the end
  /// of the month is 14 June.
  package func dueDate(ofInvoiceDated date: CivilDate) -> CivilDate {
    switch kind {
    case .periodBased: date.adding(days: days)
    case .endOfMonthPlus: date.lastOfMonth.adding(days: days)
    }
  }
}

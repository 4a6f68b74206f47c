package import CivilTime

/// `invoice.generate.v1`: make the invoices that are due by a target date.
package struct GenerateInvoices: Request {
  package let selector: Selector
  /// Periods whose next billing date lies before it are billed.
  package let targetDate: CivilDate
  /// "On or before" instead of "before".
  package let isTargetDateInclusive: Bool
  package let invoiceDate: CivilDate
  package let action: InvoiceAction
  /// Whether an invoice whose every line is zero is made.
  package let allowsZeroAmountInvoices: Bool
  /// Whether a billing cycle that is invoiced already is invoiced again.
  package let isReinvoice: Bool
  /// What restricts the schedules that are considered, where an invoice run bills the account: then a suspended one is passed
  /// over and holds back nothing else. nil for what a person asks for.
  package let criteria: RunCriteria?

  package init(
    selector: Selector,
    targetDate: CivilDate,
    isTargetDateInclusive: Bool = false,
    invoiceDate: CivilDate,
    action: InvoiceAction,
    allowsZeroAmountInvoices: Bool = false,
    isReinvoice: Bool = false,
    criteria: RunCriteria? = nil
  ) {
    self.selector = selector
    self.targetDate = targetDate
    self.isTargetDateInclusive = isTargetDateInclusive
    self.invoiceDate = invoiceDate
    self.action = action
    self.allowsZeroAmountInvoices = allowsZeroAmountInvoices
    self.isReinvoice = isReinvoice
    self.criteria = criteria
  }

  package enum Selector: Hashable, Sendable {
    case account(Account.ID)
    case order(Order.ID)
    /// Each contract once, in the request's order.
    case billingContracts([ContractSelection])
    /// As named, without repeats, in the request's order.
    case billingSchedules([BillingSchedule.ID])
  }
}

package import CivilTime

/// `invoice.generate.v1`: make the invoices that are due by a target date.
package struct GenerateInvoices: Request {
  package let selector: Selector
  /// Periods whose next billing date lies before it are billed.
  package let targetDate: CivilDate
  /// "On or before" instead of "before".
  package let isTargetDateInclusive: Bool
  package let invoiceDate: CivilDate
  package let action: Action
  /// Whether an invoice whose every line is zero is made.
  package let allowsZeroAmountInvoices: Bool
  /// Whether a billing cycle that is invoiced already is invoiced again.
  package let isReinvoice: Bool

  package init(
    selector: Selector,
    targetDate: CivilDate,
    isTargetDateInclusive: Bool = false,
    invoiceDate: CivilDate,
    action: Action,
    allowsZeroAmountInvoices: Bool = false,
    isReinvoice: Bool = false
  ) {
    self.selector = selector
    self.targetDate = targetDate
    self.isTargetDateInclusive = isTargetDateInclusive
    self.invoiceDate = invoiceDate
    self.action = action
    self.allowsZeroAmountInvoices = allowsZeroAmountInvoices
    self.isReinvoice = isReinvoice
  }

  package enum Selector: Hashable, Sendable {
    case account(Account.ID)
    case order(Order.ID)
    /// Each contract once, in the request's order.
    case billingContracts([ContractSelection])
    /// As named, without repeats, in the request's order.
    case billingSchedules([BillingSchedule.ID])
  }

  package enum Action: String, Hashable, Sendable, CaseIterable {
    case draft = "Draft"
    case posted = "Posted"
  }
}

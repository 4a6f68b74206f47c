import Billing

/// What generation and its preview ask for alike: a part of either's table. A preview asks for no action.
struct GenerationForm: ObjectForm {
  let isPreview: Bool

  func read(_ fields: inout ObjectReader) -> GenerateInvoices? {
    let selector = SelectorForm().read(&fields)
    let targetDate = fields.required("targetDate", .date, "What is due before this day is billed.")
    let isInclusive = fields.optional(
      "targetDateInclusive", .flag, "Whether what is due on that day is billed too.")
    let invoiceDate = fields.required("invoiceDate", .date, "The date that stands on the invoices.")
    let action =
      isPreview
      ? .draft
      : fields.required(
        "action", ChoiceForm<InvoiceAction>(),
        "Draft, with estimated tax and no number, or Posted: with a number, and final.")
    let allowsZero = fields.optional(
      "zeroAmountInvoices", .flag, "Whether invoices that come to nothing are made too.")
    let isReinvoice =
      fields.optional(
        "reinvoice", .flag, "Whether a named cycle that is invoiced already is billed once more.")
      ?? false
    if isReinvoice, let selector, !selector.namesCycle {
      fields.refuse("reinvoice", "goes with billingContracts that name a billingCycle only")
    }
    guard let selector, let targetDate, let invoiceDate, let action else { return nil }
    return GenerateInvoices(
      selector: selector, targetDate: targetDate, isTargetDateInclusive: isInclusive ?? false,
      invoiceDate: invoiceDate, action: action, allowsZeroAmountInvoices: allowsZero ?? false,
      isReinvoice: isReinvoice)
  }

  /// Exactly one of the selectors.
  private struct SelectorForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> GenerateInvoices.Selector? {
      let isOne = fields.exclusive([
        "accountId", "orderId", "billingScheduleIds", "billingContracts",
      ])
      let account = fields.optional(
        "accountId", IdentifierForm<Account>(), "Every schedule of this account.")
      let order = fields.optional(
        "orderId", IdentifierForm<Order>(), "Every schedule of this order.")
      let schedules = fields.optional(
        "billingScheduleIds", BillingScheduleIdentifiers.form, "These schedules.")
      // Of a contract named twice, which cycle and tasks should hold?
      let contracts = fields.optional(
        "billingContracts",
        DistinctListForm(
          list: ListForm(
            element: ContractSelectionForm(), limit: BillingScheduleIdentifiers.limit,
            things: "identifiers"),
          keyName: "billingContractId", key: \.billingContractId,
          thing: { _ in "billing contract" }),
        "These contracts, cycle by cycle.")
      guard isOne else { return nil }
      return account.map { .account($0) } ?? order.map { .order($0) }
        ?? schedules.map { .billingSchedules($0) } ?? contracts.map { .billingContracts($0) }
    }
  }
}

extension GenerateInvoices.Selector {
  fileprivate var namesCycle: Bool {
    guard case .billingContracts(let selections) = self else { return false }
    return selections.contains { $0.billingCycle != nil }
  }
}

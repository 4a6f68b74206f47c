import Billing

/// `invoice.generate.v1`.
struct GenerateInvoicesForm {
  /// How many identifiers a request may name (<doc:Requests#Limits>).
  static let namedIdentifiers = 2_000

  /// Of `invoice.preview.v1`, which asks for no action.
  func readPreview(_ fields: inout ObjectReader) -> PreviewInvoices? {
    let periods = fields.optional("periods", .integer(1...24)) ?? 1
    return read(&fields, isPreview: true).map { PreviewInvoices(generation: $0, periods: periods) }
  }

  func read(_ fields: inout ObjectReader) -> GenerateInvoices? {
    read(&fields, isPreview: false)
  }

  private func read(_ fields: inout ObjectReader, isPreview: Bool) -> GenerateInvoices? {
    let selector = readSelector(&fields)
    let targetDate = fields.required("targetDate", .date)
    let isInclusive = fields.optional("targetDateInclusive", .flag)
    let invoiceDate = fields.required("invoiceDate", .date)
    let action =
      isPreview ? .draft : fields.required("action", ChoiceForm<GenerateInvoices.Action>())
    let allowsZero = fields.optional("zeroAmountInvoices", .flag)
    let isReinvoice = fields.optional("reinvoice", .flag) ?? false
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
  private func readSelector(_ fields: inout ObjectReader) -> GenerateInvoices.Selector? {
    let isOne = fields.checkExclusive([
      "accountId", "orderId", "billingScheduleIds", "billingContracts",
    ])
    let account = fields.optional("accountId", IdentifierForm<Account>())
    let order = fields.optional("orderId", IdentifierForm<Order>())
    let schedules = fields.optional("billingScheduleIds", BillingScheduleIdentifiers.form)
    // Of a contract named twice, which cycle and tasks should hold?
    let contracts = fields.optional(
      "billingContracts",
      DistinctListForm(
        list: ListForm(
          element: ContractSelectionForm(), limit: Self.namedIdentifiers, things: "identifiers"),
        key: \.billingContractId, thing: { _ in "billing contract" }))
    guard isOne else { return nil }
    return account.map { .account($0) } ?? order.map { .order($0) }
      ?? schedules.map { .billingSchedules($0) } ?? contracts.map { .billingContracts($0) }
  }
}

extension GenerateInvoices.Selector {
  fileprivate var namesCycle: Bool {
    guard case .billingContracts(let selections) = self else { return false }
    return selections.contains { $0.billingCycle != nil }
  }
}

import Billing

/// `invoice.generate.v1`.
struct GenerateInvoicesForm {
  /// How many identifiers a request may name (`contract.md`, "Limits").
  static let namedIdentifiers = 2_000

  func read(_ fields: inout ObjectReader) -> GenerateInvoices? {
    let selector = readSelector(&fields)
    let targetDate = fields.required("targetDate", .date)
    let isInclusive = fields.optional("targetDateInclusive", .flag)
    let invoiceDate = fields.required("invoiceDate", .date)
    let action = fields.required("action", ChoiceForm<GenerateInvoices.Action>())
    let allowsZero = fields.optional("zeroAmountInvoices", .flag)
    if fields.optional("reinvoice", .flag) == true {
      fields.refuse("reinvoice", "is not supported by this version; leave it out")
    }
    guard let selector, let targetDate, let invoiceDate, let action else { return nil }
    return GenerateInvoices(
      selector: selector, targetDate: targetDate, isTargetDateInclusive: isInclusive ?? false,
      invoiceDate: invoiceDate, action: action, allowsZeroAmountInvoices: allowsZero ?? false)
  }

  /// Exactly one of the selectors. One that is given with a fault counts as given, so that its own fault
  /// is the only one reported.
  private func readSelector(_ fields: inout ObjectReader) -> GenerateInvoices.Selector? {
    let names = ["accountId", "orderId", "billingScheduleIds", "billingContracts"]
    let given = names.filter { fields.isGiven($0) }
    fields.unsupported("billingContracts")
    let account = fields.optional("accountId", IdentifierForm<Account>())
    let order = fields.optional("orderId", IdentifierForm<Order>())
    let schedules = fields.optional("billingScheduleIds", BillingScheduleIdentifiers.form)
    guard given.count == 1 else {
      fields.faults.refuse(
        "must have exactly one of accountId, orderId and billingScheduleIds; it has "
          + (given.isEmpty ? "none" : given.joined(separator: " and ")))
      return nil
    }
    return account.map { .account($0) } ?? order.map { .order($0) }
      ?? schedules.map { .billingSchedules(BillingScheduleIdentifiers.distinct($0)) }
  }
}

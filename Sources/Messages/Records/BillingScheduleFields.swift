import Billing

/// The fields of a BillingSchedule, with the defaults of <doc:Records#Kinds> for those left out.
enum BillingScheduleFields {
  /// A century of days. With years as the unit the arithmetic on months still has room.
  private static let terms = 1...36_500

  static func read(_ id: BillingSchedule.ID, _ fields: inout ObjectReader) -> BillingSchedule? {
    let accountId = fields.required("accountId", IdentifierForm<Account>())
    let orderId = fields.optional("orderId", IdentifierForm<Order>())
    let orderItemId = fields.optional("orderItemId", .opaqueIdentifier)
    let contractId = fields.optional("billingContractId", IdentifierForm<BillingContract>())
    let groupId = fields.optional("billingScheduleGroupId", IdentifierForm<BillingScheduleGroup>())
    let productName = fields.required("productName", .name)
    let category =
      fields.optional("category", ChoiceForm<BillingScheduleCategory>()) ?? .original
    let method = fields.required(
      "billingMethod", ChoiceForm<BillingMethod>())
    // Usage is known afterwards only.
    let type =
      fields.optional("billingType", ChoiceForm<BillingType>())
      ?? (method == .usage ? .arrears : .advance)
    let unit = fields.required("billingTermUnit", ChoiceForm<BillingTermUnit>())
    let term = fields.optional("billingTerm", .integer(terms)) ?? 1
    let startDate = fields.required("startDate", .date)
    let endDate = fields.optional("endDate", .date)
    let quantity = fields.required("quantity", .decimal)
    let unitPrice = fields.required("unitPrice", .decimal)
    let unitOfMeasure = fields.optional("unitOfMeasure", .text(maximum: 64))
    let amount = fields.required("billingPeriodAmount", .decimal)
    let totalAmount = fields.optional("totalAmount", .decimal)
    let billDay = fields.optional("billDayOfMonth", .integer(1...31))
    let anchorDate = fields.optional("anchorDate", .date)
    let boundary = fields.optional("periodBoundary", ChoiceForm<PeriodBoundary>()) ?? .anniversary
    let arePartialPeriodsAllowed = fields.optional("partialPeriodsAllowed", .flag) ?? true
    let attributes = InvoicingAttributesFields.read(&fields)
    let cancellationDate = fields.optional("cancellationDate", .date)
    let billedThroughDate = fields.optional("billedThroughDate", .date)
    let milestoneDate = fields.optional("milestoneDate", .date)
    let includedQuantity = fields.optional("includedQuantity", .decimal)
    let tierMode = fields.optional("tierMode", ChoiceForm<TierMode>())
    let tiers =
      fields.optional("tiers", ListForm(element: UsageTierForm(), limit: 100, things: "tiers"))
      ?? []
    let revision = fields.optional("revision", .revision)
    fields.kept(
      "status", "nextBillingDate", "nextChargeFromDate", "billedAmount", "pendingAmount")
    guard let accountId, let productName, let method, let unit, let startDate, let quantity,
      let unitPrice, let amount
    else { return nil }
    return BillingSchedule(
      id: id, accountId: accountId, orderId: orderId, orderItemId: orderItemId,
      billingContractId: contractId, billingScheduleGroupId: groupId, productName: productName,
      category: category,
      billingMethod: method,
      billingType: type, billingTermUnit: unit, billingTerm: term, startDate: startDate,
      endDate: endDate, quantity: quantity, unitPrice: unitPrice, unitOfMeasure: unitOfMeasure,
      billingPeriodAmount: amount, totalAmount: totalAmount, billDayOfMonth: billDay,
      anchorDate: anchorDate, periodBoundary: boundary,
      arePartialPeriodsAllowed: arePartialPeriodsAllowed, attributes: attributes,
      cancellationDate: cancellationDate, billedThroughDate: billedThroughDate,
      milestoneDate: milestoneDate, includedQuantity: includedQuantity, tierMode: tierMode,
      tiers: tiers, revision: revision)
  }
}

import Billing

/// Of a BillingSchedule, with the defaults of <doc:Records#Kinds> for fields that are left out.
struct BillingScheduleForm: RecordFieldsForm {
  let id: String

  /// A century of days. With years as the unit the arithmetic on months still has room.
  private static let terms = 1...36_500

  func read(_ fields: inout ObjectReader) -> BillingSchedule? {
    let accountId = fields.required(
      "accountId", IdentifierForm<Account>(), "The account that is billed.")
    let orderId = fields.optional(
      "orderId", IdentifierForm<Order>(), "The order that the schedule comes from.")
    let orderItemId = fields.optional(
      "orderItemId", .opaqueIdentifier, "The order's item, by the sender's identifier.")
    let contractId = fields.optional(
      "billingContractId", IdentifierForm<BillingContract>(),
      "The contract under which it is billed; its group's holds instead.")
    let groupId = fields.optional(
      "billingScheduleGroupId", IdentifierForm<BillingScheduleGroup>(),
      "The group whose attributes count before the schedule's.")
    let productName = fields.required("productName", .name, "What is sold, as lines name it.")
    let category =
      fields.optional(
        "category", ChoiceForm<BillingScheduleCategory>(),
        "Whether it is the sale itself or a change of one (without it Original).") ?? .original
    let method = fields.required(
      "billingMethod", ChoiceForm<BillingMethod>(), "What decides how much is charged, and when.")
    // Usage is known afterwards only.
    let type =
      fields.optional(
        "billingType", ChoiceForm<BillingType>(),
        "Whether a period is billed before or after it (without it Advance, of usage Arrears).")
      ?? (method == .usage ? .arrears : .advance)
    let unit = fields.required(
      "billingTermUnit", ChoiceForm<BillingTermUnit>(), "The unit that billing periods count in.")
    let term =
      fields.optional(
        "billingTerm", .integer(Self.terms),
        "How many units a billing period has (without it 1).") ?? 1
    let startDate = fields.required("startDate", .date, "The first day that is charged.")
    let endDate = fields.optional(
      "endDate", .date, "The last day that is charged; without it the schedule goes on.")
    let quantity = fields.required("quantity", .decimal, "How many units are sold.")
    let unitPrice = fields.required("unitPrice", .decimal, "The price of one unit.")
    let unitOfMeasure = fields.optional(
      "unitOfMeasure", .text(maximum: 64), "What the quantity counts, HUR for example.")
    let amount = fields.required(
      "billingPeriodAmount", .decimal, "What a whole billing period costs; 0 for usage.")
    let totalAmount = fields.optional(
      "totalAmount", .decimal,
      "What all periods together cost; goes with billingMethod OrderAmount.")
    let billDay = fields.optional(
      "billDayOfMonth", .integer(1...31),
      "The day on which periods begin; goes with periodBoundary DayOfPeriod.")
    let anchorDate = fields.optional(
      "anchorDate", .date, "The day that periods are counted from; without it startDate.")
    let boundary =
      fields.optional(
        "periodBoundary", ChoiceForm<PeriodBoundary>(),
        "Where a period ends and the next begins (without it Anniversary).") ?? .anniversary
    let arePartialPeriodsAllowed =
      fields.optional(
        "partialPeriodsAllowed", .flag,
        "Whether a period that is cut short is charged in part (without it true).") ?? true
    let attributes = InvoicingAttributesForm().read(&fields)
    let cancellationDate = fields.optional(
      "cancellationDate", .date, "The first day that is not charged any more.")
    let billedThroughDate = fields.optional(
      "billedThroughDate", .date,
      "The last day that another system has billed already; for a new schedule only.")
    let milestoneDate = fields.optional(
      "milestoneDate", .date,
      "The day on which the milestone is reached; goes with billingMethod Milestone.")
    let includedQuantity = fields.optional(
      "includedQuantity", .decimal, "How much usage of a period costs nothing.")
    let tierMode = fields.optional(
      "tierMode", ChoiceForm<TierMode>(), "How the tiers price the usage of a period.")
    let tiers =
      fields.optional(
        "tiers", ListForm(element: UsageTierForm(), limit: 100, things: "tiers"),
        "The tiers of the usage price, the lowest first.") ?? []
    let runMatchingValue = fields.optional(
      "invoiceRunMatchingValue", .text(maximum: RunCriteriaForm.matchingValueLength),
      "A text of the sender's that invoice runs can be restricted to.")
    let revision = fields.revision()
    fields.kept("status", "Where the schedule stands.")
    fields.kept("nextBillingDate", "The day on which it is due next.")
    fields.kept("nextChargeFromDate", "The first day that is not billed yet.")
    fields.kept("billedAmount", "What has been billed so far.")
    fields.kept("pendingAmount", "What is still to be billed.")
    guard let accountId, let productName, let method, let unit, let startDate, let quantity,
      let unitPrice, let amount, let attributes
    else { return nil }
    return BillingSchedule(
      id: RecordID(id), accountId: accountId, orderId: orderId, orderItemId: orderItemId,
      billingContractId: contractId, billingScheduleGroupId: groupId, productName: productName,
      category: category, billingMethod: method, billingType: type, billingTermUnit: unit,
      billingTerm: term, startDate: startDate, endDate: endDate, quantity: quantity,
      unitPrice: unitPrice, unitOfMeasure: unitOfMeasure, billingPeriodAmount: amount,
      totalAmount: totalAmount, billDayOfMonth: billDay, anchorDate: anchorDate,
      periodBoundary: boundary, arePartialPeriodsAllowed: arePartialPeriodsAllowed,
      attributes: attributes, cancellationDate: cancellationDate,
      billedThroughDate: billedThroughDate, milestoneDate: milestoneDate,
      includedQuantity: includedQuantity, tierMode: tierMode, tiers: tiers, revision: revision,
      runMatchingValue: runMatchingValue)
  }
}

package import CivilTime
package import Monetary

/// What is billed, how often, and how far it has been billed (<doc:Schedules>).
///
/// The fields are as the sender gave them, with the defaults of <doc:Records#Kinds> filled in; ``progress`` is the worker's.
package struct BillingSchedule: Hashable, Sendable, Identifiable {
  package let id: RecordID<BillingSchedule>
  package var accountId: Account.ID
  package var orderId: Order.ID?
  package var orderItemId: String?
  package var billingContractId: BillingContract.ID?
  package var billingScheduleGroupId: BillingScheduleGroup.ID?
  package var productName: String
  package var category: BillingScheduleCategory
  package var billingMethod: BillingMethod
  package var billingType: BillingType
  package var billingTermUnit: BillingTermUnit
  /// Units in a period, 1 or more.
  package var billingTerm: Int
  package var startDate: CivilDate
  /// The last day billed, **inclusive**, as on the wire.
  package var endDate: CivilDate?
  package var quantity: ExactDecimal
  package var unitPrice: ExactDecimal
  package var unitOfMeasure: String?
  /// The charge for a full period, exact to the account currency's minor unit.
  package var billingPeriodAmount: ExactDecimal
  /// The sum of all lines, with ``BillingMethod/orderAmount`` only: the line that completes the schedule is what is
  /// then missing of it (<doc:Schedules#Proration>).
  package var totalAmount: ExactDecimal?
  /// 1–31, with ``PeriodBoundary/dayOfPeriod`` only.
  package var billDayOfMonth: Int?
  /// The day from which the boundaries are counted instead of the start, before or after it, with
  /// ``PeriodBoundary/anniversary`` only: so an amendment in mid-term shares its original's periods.
  package var anchorDate: CivilDate?
  package var periodBoundary: PeriodBoundary
  package var arePartialPeriodsAllowed: Bool
  package var attributes: InvoicingAttributes
  /// The first day *not* billed.
  package var cancellationDate: CivilDate?
  /// Days up to and including it count as billed; accepted only when the record is first made.
  package var billedThroughDate: CivilDate?
  /// When the milestone is accomplished, with ``BillingMethod/milestone`` only; nil until it is known.
  package var milestoneDate: CivilDate?
  /// Of a period's usage, free of charge; with ``BillingMethod/usage`` only, and so are the tiers.
  package var includedQuantity: ExactDecimal?
  package var tierMode: TierMode?
  /// Ascending; empty: every unit at `unitPrice`.
  package var tiers: [UsageTier]
  /// What invoice runs may select by (``RunCriteria/matchingValues``); opaque.
  package var runMatchingValue: String?
  package var revision: Int64?
  /// nil until the worker has taken the schedule in.
  package var progress: BillingProgress?

  package init(
    id: RecordID<BillingSchedule>,
    accountId: Account.ID,
    orderId: Order.ID? = nil,
    orderItemId: String? = nil,
    billingContractId: BillingContract.ID? = nil,
    billingScheduleGroupId: BillingScheduleGroup.ID? = nil,
    productName: String,
    category: BillingScheduleCategory = .original,
    billingMethod: BillingMethod,
    billingType: BillingType = .advance,
    billingTermUnit: BillingTermUnit,
    billingTerm: Int = 1,
    startDate: CivilDate,
    endDate: CivilDate? = nil,
    quantity: ExactDecimal,
    unitPrice: ExactDecimal,
    unitOfMeasure: String? = nil,
    billingPeriodAmount: ExactDecimal,
    totalAmount: ExactDecimal? = nil,
    billDayOfMonth: Int? = nil,
    anchorDate: CivilDate? = nil,
    periodBoundary: PeriodBoundary = .anniversary,
    arePartialPeriodsAllowed: Bool = true,
    attributes: InvoicingAttributes = InvoicingAttributes(),
    cancellationDate: CivilDate? = nil,
    billedThroughDate: CivilDate? = nil,
    milestoneDate: CivilDate? = nil,
    includedQuantity: ExactDecimal? = nil,
    tierMode: TierMode? = nil,
    tiers: [UsageTier] = [],
    revision: Int64? = nil,
    progress: BillingProgress? = nil
  ) {
    self.id = id
    self.accountId = accountId
    self.orderId = orderId
    self.orderItemId = orderItemId
    self.billingContractId = billingContractId
    self.billingScheduleGroupId = billingScheduleGroupId
    self.productName = productName
    self.category = category
    self.billingMethod = billingMethod
    self.billingType = billingType
    self.billingTermUnit = billingTermUnit
    self.billingTerm = billingTerm
    self.startDate = startDate
    self.endDate = endDate
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.unitOfMeasure = unitOfMeasure
    self.billingPeriodAmount = billingPeriodAmount
    self.totalAmount = totalAmount
    self.billDayOfMonth = billDayOfMonth
    self.anchorDate = anchorDate
    self.periodBoundary = periodBoundary
    self.arePartialPeriodsAllowed = arePartialPeriodsAllowed
    self.attributes = attributes
    self.cancellationDate = cancellationDate
    self.billedThroughDate = billedThroughDate
    self.milestoneDate = milestoneDate
    self.includedQuantity = includedQuantity
    self.tierMode = tierMode
    self.tiers = tiers
    self.revision = revision
    self.progress = progress
  }
}

package import CivilTime
package import Monetary

/// What is billed, how often, and how far it has been billed (<doc:Schedules>).
///
/// The fields are as the sender gave them, with the defaults of <doc:Records#Kinds> filled in; ``progress`` is the worker's.
/// They are shared by all copies (``Terms``): planning hands schedules on again and again and moves nothing but the
/// progress.
package struct BillingSchedule: Hashable, Sendable, Identifiable {
  package let id: RecordID<BillingSchedule>
  private var terms: Terms
  /// nil until the worker has accepted the schedule.
  package var progress: BillingProgress?

  package var accountId: Account.ID {
    get { terms.fields.accountId }
    set { change { $0.accountId = newValue } }
  }
  package var orderId: Order.ID? {
    get { terms.fields.orderId }
    set { change { $0.orderId = newValue } }
  }
  package var orderItemId: String? {
    get { terms.fields.orderItemId }
    set { change { $0.orderItemId = newValue } }
  }
  package var billingContractId: BillingContract.ID? {
    get { terms.fields.billingContractId }
    set { change { $0.billingContractId = newValue } }
  }
  package var billingScheduleGroupId: BillingScheduleGroup.ID? {
    get { terms.fields.billingScheduleGroupId }
    set { change { $0.billingScheduleGroupId = newValue } }
  }
  package var productName: String {
    get { terms.fields.productName }
    set { change { $0.productName = newValue } }
  }
  package var category: BillingScheduleCategory {
    get { terms.fields.category }
    set { change { $0.category = newValue } }
  }
  package var billingMethod: BillingMethod {
    get { terms.fields.billingMethod }
    set { change { $0.billingMethod = newValue } }
  }
  package var billingType: BillingType {
    get { terms.fields.billingType }
    set { change { $0.billingType = newValue } }
  }
  package var billingTermUnit: BillingTermUnit {
    get { terms.fields.billingTermUnit }
    set { change { $0.billingTermUnit = newValue } }
  }
  /// Units in a period, 1 or more.
  package var billingTerm: Int {
    get { terms.fields.billingTerm }
    set { change { $0.billingTerm = newValue } }
  }
  package var startDate: CivilDate {
    get { terms.fields.startDate }
    set { change { $0.startDate = newValue } }
  }
  /// The last day billed, **inclusive**, as on the wire.
  package var endDate: CivilDate? {
    get { terms.fields.endDate }
    set { change { $0.endDate = newValue } }
  }
  package var quantity: ExactDecimal {
    get { terms.fields.quantity }
    set { change { $0.quantity = newValue } }
  }
  package var unitPrice: ExactDecimal {
    get { terms.fields.unitPrice }
    set { change { $0.unitPrice = newValue } }
  }
  package var unitOfMeasure: String? {
    get { terms.fields.unitOfMeasure }
    set { change { $0.unitOfMeasure = newValue } }
  }
  /// The charge for a full period, exact to the account currency's minor unit.
  package var billingPeriodAmount: ExactDecimal {
    get { terms.fields.billingPeriodAmount }
    set { change { $0.billingPeriodAmount = newValue } }
  }
  /// The sum of all lines, with ``BillingMethod/orderAmount`` only: the line that completes the schedule is what is
  /// then missing of it (<doc:Schedules#Proration>).
  package var totalAmount: ExactDecimal? {
    get { terms.fields.totalAmount }
    set { change { $0.totalAmount = newValue } }
  }
  /// 1–31, with ``PeriodBoundary/dayOfPeriod`` only.
  package var billDayOfMonth: Int? {
    get { terms.fields.billDayOfMonth }
    set { change { $0.billDayOfMonth = newValue } }
  }
  /// The day from which the boundaries are counted instead of the start, before or after it, with
  /// ``PeriodBoundary/anniversary`` only: so an amendment in mid-term shares its original's periods.
  package var anchorDate: CivilDate? {
    get { terms.fields.anchorDate }
    set { change { $0.anchorDate = newValue } }
  }
  package var periodBoundary: PeriodBoundary {
    get { terms.fields.periodBoundary }
    set { change { $0.periodBoundary = newValue } }
  }
  package var arePartialPeriodsAllowed: Bool {
    get { terms.fields.arePartialPeriodsAllowed }
    set { change { $0.arePartialPeriodsAllowed = newValue } }
  }
  package var attributes: InvoicingAttributes {
    get { terms.fields.attributes }
    set { change { $0.attributes = newValue } }
  }
  /// The first day *not* billed.
  package var cancellationDate: CivilDate? {
    get { terms.fields.cancellationDate }
    set { change { $0.cancellationDate = newValue } }
  }
  /// Days up to and including it count as billed; accepted only when the record is first made.
  package var billedThroughDate: CivilDate? {
    get { terms.fields.billedThroughDate }
    set { change { $0.billedThroughDate = newValue } }
  }
  /// When the milestone is accomplished, with ``BillingMethod/milestone`` only; nil until it is known.
  package var milestoneDate: CivilDate? {
    get { terms.fields.milestoneDate }
    set { change { $0.milestoneDate = newValue } }
  }
  /// Of a period's usage, free of charge; with ``BillingMethod/usage`` only, and so are the tiers.
  package var includedQuantity: ExactDecimal? {
    get { terms.fields.includedQuantity }
    set { change { $0.includedQuantity = newValue } }
  }
  package var tierMode: TierMode? {
    get { terms.fields.tierMode }
    set { change { $0.tierMode = newValue } }
  }
  /// Ascending; empty: every unit at `unitPrice`.
  package var tiers: [UsageTier] {
    get { terms.fields.tiers }
    set { change { $0.tiers = newValue } }
  }
  /// What invoice runs may select by (``RunCriteria/matchingValues``); opaque.
  package var runMatchingValue: String? {
    get { terms.fields.runMatchingValue }
    set { change { $0.runMatchingValue = newValue } }
  }
  package var revision: Int64? {
    get { terms.fields.revision }
    set { change { $0.revision = newValue } }
  }

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
    progress: BillingProgress? = nil,
    runMatchingValue: String? = nil
  ) {
    self.id = id
    terms = Terms(
      Content(
        accountId: accountId,
        orderId: orderId,
        orderItemId: orderItemId,
        billingContractId: billingContractId,
        billingScheduleGroupId: billingScheduleGroupId,
        productName: productName,
        category: category,
        billingMethod: billingMethod,
        billingType: billingType,
        billingTermUnit: billingTermUnit,
        billingTerm: billingTerm,
        startDate: startDate,
        endDate: endDate,
        quantity: quantity,
        unitPrice: unitPrice,
        unitOfMeasure: unitOfMeasure,
        billingPeriodAmount: billingPeriodAmount,
        totalAmount: totalAmount,
        billDayOfMonth: billDayOfMonth,
        anchorDate: anchorDate,
        periodBoundary: periodBoundary,
        arePartialPeriodsAllowed: arePartialPeriodsAllowed,
        attributes: attributes,
        cancellationDate: cancellationDate,
        billedThroughDate: billedThroughDate,
        milestoneDate: milestoneDate,
        includedQuantity: includedQuantity,
        tierMode: tierMode,
        tiers: tiers,
        revision: revision, runMatchingValue: runMatchingValue))
    self.progress = progress
  }

  /// Whoever changes a field has fields of its own from then on.
  private mutating func change(_ body: (inout Content) -> Void) {
    var fields = terms.fields
    body(&fields)
    terms = Terms(fields)
  }

  /// The fields of a schedule that a sender gives, which never change where they are.
  private final class Terms: Hashable, Sendable {
    let fields: Content

    init(_ fields: Content) { self.fields = fields }

    static func == (left: Terms, right: Terms) -> Bool {
      left === right || left.fields == right.fields
    }

    func hash(into hasher: inout Hasher) { hasher.combine(fields) }
  }

  private struct Content: Hashable, Sendable {
    var accountId: Account.ID
    var orderId: Order.ID?
    var orderItemId: String?
    var billingContractId: BillingContract.ID?
    var billingScheduleGroupId: BillingScheduleGroup.ID?
    var productName: String
    var category: BillingScheduleCategory
    var billingMethod: BillingMethod
    var billingType: BillingType
    var billingTermUnit: BillingTermUnit
    var billingTerm: Int
    var startDate: CivilDate
    var endDate: CivilDate?
    var quantity: ExactDecimal
    var unitPrice: ExactDecimal
    var unitOfMeasure: String?
    var billingPeriodAmount: ExactDecimal
    var totalAmount: ExactDecimal?
    var billDayOfMonth: Int?
    var anchorDate: CivilDate?
    var periodBoundary: PeriodBoundary
    var arePartialPeriodsAllowed: Bool
    var attributes: InvoicingAttributes
    var cancellationDate: CivilDate?
    var billedThroughDate: CivilDate?
    var milestoneDate: CivilDate?
    var includedQuantity: ExactDecimal?
    var tierMode: TierMode?
    var tiers: [UsageTier]
    var revision: Int64?
    var runMatchingValue: String?
  }
}

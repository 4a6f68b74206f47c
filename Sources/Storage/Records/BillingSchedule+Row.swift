internal import Billing
internal import CivilTime
internal import Monetary

extension BillingSchedule: StoredRecord {
  static let table = Table(
    "billing_schedule", key: ["id"],
    [
      .id, Column("account_id", .identifier), Column("order_id", .identifier),
      Column("order_item_id", .text), Column("billing_contract_id", .identifier),
      Column("billing_schedule_group_id", .identifier),
      Column("product_name", .text), Column("category", .text), Column("billing_method", .text),
      Column("billing_type", .text), Column("billing_term_unit", .text),
      Column("billing_term", .integer), Column("start_date", .date), Column("end_date", .date),
      Column("quantity", .decimal), Column("unit_price", .decimal),
      Column("unit_of_measure", .text), Column("billing_period_amount", .decimal),
      Column("total_amount", .decimal), Column("bill_day_of_month", .integer),
      Column("anchor_date", .date), Column("period_boundary", .text),
      Column("are_partial_periods_allowed", .boolean),
    ] + Column.invoicingAttributes + [
      Column("cancellation_date", .date), Column("billed_through_date", .date),
      Column("milestone_date", .date), Column("included_quantity", .decimal),
      Column("tier_mode", .text), Column("tiers", .text), .revision,
    ] + progressColumns + [Column("run_matching_value", .text)])

  /// What the worker keeps; the currency is the account's, so that a row's amounts can be read
  /// without it.
  static let progressColumns = [Column("status", .text)] + positionColumns

  /// The progress without the status, which indexes hold: SQLite writes every index of a column that is set, whether its value
  /// changes or not.
  static let positionColumns = [
    Column("next_billing_date", .date),
    Column("next_charge_from_date", .date), Column("currency", .text),
    Column("billed_amount", .decimal), Column("pending_amount", .decimal),
    Column("has_lines", .boolean), Column("is_completed_by_cancellation", .boolean),
  ]

  static var loading: RecordLoading { .apart }

  init(from row: inout RowDecoder) throws(StoreError) {
    // All at once: what is set later is set on a copy of what is shared.
    self.init(
      id: try row.id(), accountId: try row.id(), orderId: try row.optionalID(),
      orderItemId: try row.optionalText(), billingContractId: try row.optionalID(),
      billingScheduleGroupId: try row.optionalID(),
      productName: try row.text(), category: try row.value(), billingMethod: try row.value(),
      billingType: try row.value(),
      billingTermUnit: try row.value(), billingTerm: try row.int(), startDate: try row.date(),
      endDate: try row.optionalDate(), quantity: try row.decimal(), unitPrice: try row.decimal(),
      unitOfMeasure: try row.optionalText(), billingPeriodAmount: try row.decimal(),
      totalAmount: try row.optionalDecimal(),
      billDayOfMonth: try row.optionalInt(), anchorDate: try row.optionalDate(),
      periodBoundary: try row.value(),
      arePartialPeriodsAllowed: try row.boolean(),
      attributes: try InvoicingAttributes(from: &row), cancellationDate: try row.optionalDate(),
      billedThroughDate: try row.optionalDate(), milestoneDate: try row.optionalDate(),
      includedQuantity: try row.optionalDecimal(), tierMode: try row.optionalValue(),
      tiers: try row.tiers(),
      revision: try row.optionalInteger(),
      progress: try BillingProgress(from: &row), runMatchingValue: try row.optionalText())
  }

  /// - Throws: a ``StoreError/Kind/fault`` for a schedule without progress: every stored schedule
  ///   has one, or it would never be billed.
  func encode(into rows: inout RowBuffer) throws(StoreError) {
    guard let progress else {
      throw StoreError(.fault, "a billing schedule without progress cannot be stored")
    }
    rows.append(id)
    rows.append(accountId)
    rows.append(orderId)
    rows.append(orderItemId)
    rows.append(billingContractId)
    rows.append(billingScheduleGroupId)
    rows.append(productName)
    rows.append(category)
    rows.append(billingMethod)
    rows.append(billingType)
    rows.append(billingTermUnit)
    rows.append(billingTerm)
    rows.append(startDate)
    rows.append(endDate)
    rows.append(quantity)
    rows.append(unitPrice)
    rows.append(unitOfMeasure)
    rows.append(billingPeriodAmount)
    rows.append(totalAmount)
    rows.append(billDayOfMonth)
    rows.append(anchorDate)
    rows.append(periodBoundary)
    rows.append(arePartialPeriodsAllowed)
    attributes.encode(into: &rows)
    rows.append(cancellationDate)
    rows.append(billedThroughDate)
    rows.append(milestoneDate)
    rows.append(includedQuantity)
    rows.append(tierMode?.rawValue)
    rows.append(UsageTier.text(of: tiers))
    rows.append(revision)
    progress.encode(into: &rows)
    rows.append(runMatchingValue)
  }
}

extension BillingProgress {
  init(from row: inout RowDecoder) throws(StoreError) {
    let status: BillingScheduleStatus = try row.value()
    let nextBillingDate = try row.optionalDate()
    let nextChargeFromDate = try row.date()
    let currency = try row.currency()
    self.init(
      status: status, nextBillingDate: nextBillingDate, nextChargeFromDate: nextChargeFromDate,
      billedAmount: try row.money(currency), pendingAmount: try row.optionalMoney(currency),
      hasLines: try row.boolean(), isCompletedByCancellation: try row.boolean())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(status)
    encodePosition(into: &rows)
  }

  /// The values of ``BillingSchedule/positionColumns``.
  func encodePosition(into rows: inout RowBuffer) {
    rows.append(nextBillingDate)
    rows.append(nextChargeFromDate)
    rows.append(billedAmount.currency.code)
    rows.append(billedAmount)
    rows.append(pendingAmount)
    rows.append(hasLines)
    rows.append(isCompletedByCancellation)
  }
}

internal import Billing
internal import CivilTime
internal import Monetary

extension InvoiceLine {
  static let table = Table(
    "invoice_line", key: ["invoice_id", "position"],
    [
      Column("invoice_id", .identifier), Column("position", .integer), Column("line_id", .text),
      Column("type", .text), Column("parent_line_id", .text),
      Column("billing_schedule_id", .identifier), Column("order_id", .identifier),
      Column("order_item_id", .text), Column("name", .text), Column("period_from", .date),
      Column("period_to", .date), Column("quantity", .decimal), Column("unit_price", .decimal),
      Column("unit_of_measure", .text), Column("amount", .decimal),
      Column("tax_processing_status", .text), Column("consumed_quantity", .decimal),
      Column("included_quantity", .decimal), Column("overage_quantity", .decimal),
      Column("tier_mode", .text), Column("tiers", .text), Column("reissue", .integer),
      Column("late_usage", .integer), Column("is_live", .boolean), Column("calculation", .text),
    ])

  /// What of a stored line changes.
  static let stateColumns = [Column("name", .text), Column("tax_processing_status", .text)]

  /// Reads the columns from `line_id` on, and passes over `is_live`, which only the database's
  /// unique constraint needs. Of the taxes it reads none.
  init(afterKeyFrom row: inout RowDecoder, currency: Currency) throws(StoreError) {
    let id = try row.text()
    let type: Kind = try row.value()
    let parentLineId = try row.optionalText()
    let billingScheduleId: BillingSchedule.ID? = try row.optionalID()
    let orderId: Order.ID? = try row.optionalID()
    let orderItemId = try row.optionalText()
    let name = try row.text()
    let from = try row.optionalDate()
    let to = try row.optionalDate()
    var period: CivilPeriod?
    if let from, let to {
      period = CivilPeriod(from: from, to: to)
      guard period != nil else { throw row.unreadable("period") }
    }
    self.init(
      id: id, type: type, parentLineId: parentLineId, billingScheduleId: billingScheduleId,
      orderId: orderId, orderItemId: orderItemId, name: name, period: period,
      quantity: try row.decimal(), unitPrice: try row.decimal(),
      unitOfMeasure: try row.optionalText(), amount: try row.money(currency),
      taxProcessingStatus: try row.value())
    switch (from, to) {
    case (let from?, nil): openPeriod = .from(from)
    case (nil, let to?): openPeriod = .through(to.adding(days: -1))
    default: break
    }
    usage = try LineUsage.optional(from: &row, unitPrice: unitPrice)
    reissue = try row.int()
    lateUsage = try row.int()
    _ = try row.boolean()
    calculation = try row.calculation(currency)
  }

  /// `isLive` is its invoice's ``InvoiceStatus/isLive``.
  func encode(
    into rows: inout RowBuffer, invoiceId: Invoice.ID, position: Int, isLive: Bool
  ) {
    rows.append(invoiceId)
    rows.append(position)
    rows.append(id)
    rows.append(type)
    rows.append(parentLineId)
    rows.append(billingScheduleId)
    rows.append(orderId)
    rows.append(orderItemId)
    rows.append(name)
    rows.append(startDate)
    // Half-open, as the column is.
    rows.append(endDate?.adding(days: 1))
    rows.append(quantity)
    rows.append(unitPrice)
    rows.append(unitOfMeasure)
    rows.append(amount)
    rows.append(taxProcessingStatus)
    usage.encode(into: &rows)
    rows.append(reissue)
    rows.append(lateUsage)
    rows.append(isLive)
    rows.append(calculation?.storedText)
  }
}

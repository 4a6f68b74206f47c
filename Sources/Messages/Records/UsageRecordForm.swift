import Billing

/// Of a UsageRecord.
struct UsageRecordForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> UsageRecord? {
    let scheduleId = fields.required(
      "billingScheduleId", IdentifierForm<BillingSchedule>(),
      "The schedule, with billingMethod Usage, that bills it.")
    let quantity = fields.required("quantity", .decimal, "How much was used, not negative.")
    let usageDate = fields.required("usageDate", .date, "The day on which it was used.")
    let revision = fields.revision()
    guard let scheduleId, let quantity, let usageDate else { return nil }
    return UsageRecord(
      id: RecordID(id), billingScheduleId: scheduleId, quantity: quantity, usageDate: usageDate,
      revision: revision)
  }
}

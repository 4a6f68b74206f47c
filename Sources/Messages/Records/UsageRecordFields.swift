import Billing

/// The fields of a UsageRecord.
enum UsageRecordFields {
  static func read(_ id: UsageRecord.ID, _ fields: inout ObjectReader) -> UsageRecord? {
    let scheduleId = fields.required("billingScheduleId", IdentifierForm<BillingSchedule>())
    let quantity = fields.required("quantity", .decimal)
    let usageDate = fields.required("usageDate", .date)
    let revision = fields.optional("revision", .revision)
    guard let scheduleId, let quantity, let usageDate else { return nil }
    return UsageRecord(
      id: id, billingScheduleId: scheduleId, quantity: quantity, usageDate: usageDate,
      revision: revision)
  }
}

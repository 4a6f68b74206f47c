import Billing

/// `usage.record.v1`.
struct RecordUsageForm {
  func read(_ fields: inout ObjectReader) -> RecordUsage? {
    fields.required(
      "usageRecords",
      DistinctListForm(
        list: ListForm(
          element: UsageForm(), limit: UpsertRecordsForm.records, things: "usage records"),
        key: \.id, thing: { _ in "usage record" })
    ).map { RecordUsage(usageRecords: $0) }
  }

  /// A record without `type` and `revision`: usage is told once.
  private struct UsageForm: ObjectForm {
    func readMembers(_ fields: inout ObjectReader) -> UsageRecord? {
      let earlierFaults = fields.faults.count
      let id = fields.required("id", IdentifierForm<UsageRecord>())
      let scheduleId = fields.required("billingScheduleId", IdentifierForm<BillingSchedule>())
      let quantity = fields.required("quantity", .decimal)
      let usageDate = fields.required("usageDate", .date)
      guard let id, let scheduleId, let quantity, let usageDate else { return nil }
      let record = UsageRecord(
        id: id, billingScheduleId: scheduleId, quantity: quantity, usageDate: usageDate)
      if fields.faults.count == earlierFaults {
        for fault in record.fieldFaults { fields.faults.refuse(fault) }
      }
      return record
    }
  }
}

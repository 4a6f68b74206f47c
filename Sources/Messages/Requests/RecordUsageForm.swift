import Billing

/// `usage.record.v1`.
struct RecordUsageForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> RecordUsage? {
    let records = fields.required(
      "usageRecords",
      DistinctListForm(
        list: ListForm(
          element: UsageForm(), limit: UpsertRecordsForm.records, things: "usage records"),
        keyName: "id", key: \.id, thing: { _ in "usage record" }),
      "The usage; a record that is stored already changes nothing.")
    return records.map { RecordUsage(usageRecords: $0) }
  }

  /// A record without `type` and `revision`: usage is reported once.
  private struct UsageForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> UsageRecord? {
      fields.holding(to: { $0.fieldFaults }) { fields in
        let id = fields.required(
          "id", IdentifierForm<UsageRecord>(), "The record's identifier, chosen by the sender.")
        let scheduleId = fields.required(
          "billingScheduleId", IdentifierForm<BillingSchedule>(),
          "The schedule, with billingMethod Usage, that bills it.")
        let quantity = fields.required("quantity", .decimal, "How much was used, not negative.")
        let usageDate = fields.required("usageDate", .date, "The day on which it was used.")
        guard let id, let scheduleId, let quantity, let usageDate else { return nil }
        return UsageRecord(
          id: id, billingScheduleId: scheduleId, quantity: quantity, usageDate: usageDate)
      }
    }
  }
}

import Billing

/// A list of billing schedules that a request names, each once.
enum BillingScheduleIdentifiers {
  /// How many identifiers a request may name (<doc:Requests#Limits>).
  static let limit = 2_000

  static var form: DistinctListForm<IdentifierForm<BillingSchedule>, BillingSchedule.ID> {
    DistinctListForm(
      list: ListForm(
        element: IdentifierForm<BillingSchedule>(), limit: limit, things: "identifiers"),
      keyName: "", key: { $0 }, thing: { _ in "billing schedule" })
  }
}

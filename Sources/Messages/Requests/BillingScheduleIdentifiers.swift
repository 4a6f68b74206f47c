import Billing

/// A list of billing schedules that a request names, each once.
enum BillingScheduleIdentifiers {
  static var form: DistinctListForm<IdentifierForm<BillingSchedule>, BillingSchedule.ID> {
    DistinctListForm(
      list: ListForm(
        element: IdentifierForm<BillingSchedule>(), limit: GenerateInvoicesForm.namedIdentifiers,
        things: "identifiers"),
      key: { $0 }, thing: { _ in "billing schedule" })
  }
}

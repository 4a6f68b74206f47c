import Billing

/// A list of billing schedules that a request names.
enum BillingScheduleIdentifiers {
  static var form: ListForm<IdentifierForm<BillingSchedule>> {
    ListForm(
      element: IdentifierForm<BillingSchedule>(), limit: GenerateInvoicesForm.namedIdentifiers,
      things: "identifiers")
  }

  /// In their order, the repeats left out: naming a schedule twice bills it once.
  static func distinct(_ identifiers: [BillingSchedule.ID]) -> [BillingSchedule.ID] {
    var seen = Set<BillingSchedule.ID>(minimumCapacity: identifiers.count)
    return identifiers.filter { seen.insert($0).inserted }
  }
}

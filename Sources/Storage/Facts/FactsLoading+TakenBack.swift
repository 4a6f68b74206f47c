internal import Billing

/// What stored invoices hold that may be taken back.
extension FactsLoading {
  /// All live lines of their schedules: which periods open, and who bills later ones.
  var liveLinesOfTakenBack: FactsQuestion? {
    let schedules = found.schedulesOfTakenBack
    guard !schedules.isEmpty else { return nil }
    return liveLines(where: "line.billing_schedule_id \(anyOf: schedules) AND line.is_live")
  }

  /// Usage of their schedules that waits for an invoice: a schedule that would be complete without it is not.
  var waitingUsageOfTakenBack: FactsQuestion? {
    let schedules = found.schedulesOfTakenBack
    guard !schedules.isEmpty else { return nil }
    return .records(
      of: UsageRecord.self, where: "billing_schedule_id \(anyOf: schedules) AND invoice_id IS NULL")
  }

  /// The usage that they bill.
  var usageOfTakenBack: FactsQuestion? {
    guard !found.schedulesOfTakenBack.isEmpty else { return nil }
    return .records(of: UsageRecord.self, where: "invoice_id \(anyOf: needed.invoices.takenBack)")
  }
}

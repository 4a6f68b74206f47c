internal import Billing

/// What stored invoices hold that may be taken back.
extension FactsLoading {
  /// How many lines they have, and those that are posted or credited: counted before any is loaded.
  var lineCounts: FactsQuestion? {
    let ids = needed.invoices.counted
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT invoice_id, count(*) FROM invoice_line WHERE invoice_id \(anyOf: ids)
        GROUP BY invoice_id
        """
    ) { found, row throws(StoreError) in found.facts.lineCounts[try row.id()] = try row.int() }
  }

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
    return .records(of: UsageRecord.self, where: "invoice_id \(anyOf: found.takenBack)")
  }
}

internal import Billing

extension FactsLoading {
  /// What is not billed yet; what is billed is never looked up again, however much it is.
  var usage: [Question] {
    var questions = self.questions(Record.usageRecord, needed.records.usageRecords)
    // Also of schedules that an upsert changes: it may not leave usage without a period that bills it.
    let upserted = facts.schedules.values.filter { needed.records.schedules.contains($0.id) }
    let metered = Set((billed + upserted).filter { $0.billingMethod == .usage }.map(\.id))
    if !metered.isEmpty {
      questions.append(
        question(
          Record.usageRecord,
          where: "billing_schedule_id \(anyOf: metered) AND invoice_id IS NULL"))
    }
    return questions
  }
}

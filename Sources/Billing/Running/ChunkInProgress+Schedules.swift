/// Chunks that make schedules ready again (<doc:InvoiceRuns#Recover>).
extension ChunkInProgress {
  /// As `billing-schedule.recover.v1` for those that are still in Error; the others are counted.
  mutating func recover(_ ids: [BillingSchedule.ID], on facts: WorkingSet) {
    let known = ids.filter { facts.schedules[$0]?.progress?.status == .error }
    let decision = RecoverBillingSchedules(billingScheduleIds: known).plan(on: facts, in: context)
    plan.counters.recovered += decision.effects.progress.count
    plan.counters.unrecovered += ids.count - decision.effects.progress.count
    take(decision)
  }
}

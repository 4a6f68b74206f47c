extension ApplyToInvoices {
  /// Applies what the request says, all or nothing.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var settling = Settling(facts: facts, context: context)
    do throws(SettlementRefusal) {
      try settling.settle(settlement, from: source, effectiveDate: effectiveDate)
      return settling.result()
    } catch {
      return error.decision(
        source.errorLogCategory, account: settling.account(of: source), about: source.record)
    }
  }
}

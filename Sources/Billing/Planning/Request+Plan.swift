extension Request {
  /// What is to be done about the request, given the facts. Total and pure: the same request on the
  /// same facts always gives the same decision, and a refusal is a decision like any other.
  ///
  /// The facts hold at least what ``factsNeeded`` asks for.
  package func plan(
    on facts: WorkingSet, in context: PlanningContext, taxEngine: some TaxEngine
  ) -> Decision {
    switch self {
    case .generateInvoices(let request):
      request.plan(on: facts, in: context, taxEngine: taxEngine)
    case .previewInvoices(let request):
      request.plan(on: facts, in: context, taxEngine: taxEngine)
    case .upsertRecords(let request):
      request.plan(on: facts, in: context)
    case .recordUsage(let request):
      request.plan(on: facts, in: context)
    case .suspendBilling(let request):
      request.plan(on: facts)
    case .resumeBilling(let request):
      request.plan(on: facts)
    case .ingestInvoice(let request):
      request.plan(on: facts, in: context, taxEngine: taxEngine)
    case .calculateTax(let request):
      request.plan(on: facts, taxEngine: taxEngine)
    case .recoverBillingSchedules(let request):
      request.plan(on: facts)
    }
  }
}

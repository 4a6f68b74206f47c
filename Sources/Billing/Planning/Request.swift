/// A request whose form has been checked: what is asked for, in the domain's terms. Each kind of request is a type of
/// its own with a folder below `Requests`: its value, the facts it needs, its plan.
package protocol Request: Hashable, Sendable {
  /// What planning this request will look up.
  var factsNeeded: FactsNeeded { get }

  /// When it is planned among the requests of a batch.
  var phase: PlanningPhase { get }

  /// Stored invoices that get a number by it, or a credit memo with one. Numbers are given when everything is planned, so
  /// none of them is named by two requests that are planned together. Such a request names no others.
  var invoicesNumbered: [Invoice.ID] { get }

  /// A run that is to be canceled: that it is wanted is committed before this request's own transaction, so that no chunk of it
  /// begins while that waits for those under way.
  var runToCancel: InvoiceRun.ID? { get }

  /// Whether taxes may be calculated for it: whoever has them calculated elsewhere plans it once beforehand, to find out what to
  /// ask. One that asks nothing may say so all the same.
  var mayAskTaxEngine: Bool { get }

  /// What is to be done about the request, given the facts. Total and pure: the same request on the
  /// same facts always gives the same decision, and a refusal is a decision like any other.
  ///
  /// The facts hold at least what ``factsNeeded`` asks for.
  func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision
}

extension Request {
  package var phase: PlanningPhase { .billing }

  package var invoicesNumbered: [Invoice.ID] { [] }

  package var runToCancel: InvoiceRun.ID? { nil }

  package var mayAskTaxEngine: Bool { false }
}

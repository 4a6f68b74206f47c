/// Lets an address get e-mail again: `email.unsuppress.v1` (<doc:Emails#Suppressed-addresses>). One that does is left as it is.
package struct Unsuppress: Request {
  package let address: String

  package init(address: String) { self.address = address }

  package var factsNeeded: FactsNeeded { FactsNeeded() }

  package var phase: PlanningPhase { .settling }

  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var decision = Decision(outcome: .succeeded)
    decision.effects.emails.unsuppressed = [address.lowercased()]
    return decision
  }
}

extension ReportBounce {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.emails.ids = [emailId]
    return needed
  }

  package var phase: PlanningPhase { .settling }
}

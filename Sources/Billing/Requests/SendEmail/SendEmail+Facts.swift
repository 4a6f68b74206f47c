extension SendEmail: Request {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    switch scope {
    case .invoices(let ids):
      needed.invoices.emailed = [Set(ids)]
      for address in (to ?? []) + (cc ?? []) {
        needed.emails.addresses.insert(address.lowercased())
      }
    case .run(let id):
      needed.runs.read = [id]
    }
    if let emailTemplateId { needed.emails.templates.insert(emailTemplateId) }
    return needed
  }

  /// An invoice may be posted by a request of the same batch, and its balance settled.
  package var phase: PlanningPhase {
    switch scope {
    case .invoices: .settling
    case .run: .runs
    }
  }
}

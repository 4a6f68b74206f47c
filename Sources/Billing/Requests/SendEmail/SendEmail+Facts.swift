extension SendEmail: Request {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.invoices.emailed = [Set(invoiceIds)]
    for address in (to ?? []) + (cc ?? []) { needed.emails.addresses.insert(address.lowercased()) }
    if let emailTemplateId { needed.emails.templates.insert(emailTemplateId) }
    return needed
  }

  /// An invoice may be posted by a request of the same batch, and its balance settled.
  package var phase: PlanningPhase { .settling }
}

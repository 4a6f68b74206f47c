extension RunTasks {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    switch scope {
    case .invoices(let ids):
      // The events tell the whole invoice.
      needed.invoices.told = [Set(ids)]
      needed.tasks.ofInvoices = Set(ids)
      if kinds.contains(.charge) { needed.tasks.charged = Set(ids) }
    case .run(let id):
      needed.runs.read = [id]
    }
    return needed
  }
}

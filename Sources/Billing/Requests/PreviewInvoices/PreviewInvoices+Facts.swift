extension PreviewInvoices {
  package var factsNeeded: FactsNeeded { generation.factsNeeded }
}

extension PreviewInvoices {
  package var factsNeeded: FactsNeeded { generation.factsNeeded }

  package var mayAskTaxEngine: Bool { true }
}

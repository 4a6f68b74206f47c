internal import Billing

/// What is known of invoices ingested before, and what stands behind stored invoices that may change.
extension FactsLoading {
  var usedIdentifiers: FactsQuestion? {
    let identifiers = needed.identifiers.uniqueIdentifiers
    guard !identifiers.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT unique_identifier, invoice_id,
          (SELECT invoice_number FROM invoice WHERE invoice.id = ingested_invoice.invoice_id)
        FROM ingested_invoice WHERE unique_identifier \(anyOf: identifiers) AND NOT is_canceled
        """
    ) { found, row throws(StoreError) in
      found.facts.identifiers.insert(
        uniqueIdentifier: try row.text(), of: try row.id(), number: try row.optionalText())
    }
  }

  var usedNumbers: FactsQuestion? {
    let numbers = needed.identifiers.numbers
    guard !numbers.isEmpty else { return nil }
    // Generated ones too: what a policy gave out while it was active is taken. The kind names the index
    // that keeps the numbers of each unique.
    return FactsQuestion(
      statement: """
        SELECT invoice_number, number_scope, id FROM invoice
        WHERE invoice_number \(anyOf: numbers) AND creation_mode = 'External'
        UNION ALL
        SELECT invoice_number, 'Invoice' || coalesce('/entity/' || legal_entity_id, ''), id FROM invoice
        WHERE invoice_number \(anyOf: numbers) AND creation_mode = 'Generated'
        """
    ) { found, row throws(StoreError) in
      found.facts.identifiers.insert(
        number: try row.text(), in: NumberScope(text: try row.text()), id: try row.id())
    }
  }

  var schedulesOfStoredInvoices: FactsQuestion? {
    .records(of: BillingSchedule.self, found.schedulesOfStoredInvoices)
  }

  var groupsOfStoredInvoices: FactsQuestion? {
    let facts = found.facts
    return .records(
      of: BillingScheduleGroup.self,
      Set(
        found.schedulesOfTaxedInvoices.compactMap { facts.schedules[$0]?.billingScheduleGroupId }))
  }
}

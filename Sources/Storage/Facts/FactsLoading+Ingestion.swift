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

  /// The accounts that documents name by what others know them by.
  var accountsOfBuyers: FactsQuestion? {
    guard !needed.accounts.ofBuyers.isEmpty else { return nil }
    var vatIds: Set<String> = []
    var addresses: Set<String> = []
    for key in needed.accounts.ofBuyers {
      switch key {
      case .vatId(let id): vatIds.insert(id)
      case .electronicAddress(let address): addresses.insert(address.id)
      }
    }
    return FactsQuestion(
      statement: """
        SELECT id FROM account
        WHERE vat_id IS NOT NULL AND replace(upper(vat_id), ' ', '') \(anyOf: vatIds)
        UNION
        SELECT id FROM account
        WHERE electronic_address_id IS NOT NULL AND electronic_address_id \(anyOf: addresses)
        """
    ) { found, row throws(StoreError) in
      let id: Account.ID = try row.id()
      found.accounts.insert(id)
      found.accountsOfBuyers.insert(id)
    }
  }

  /// The invoices of the accounts that documents name as those before them.
  var precedingInvoices: FactsQuestion? {
    let numbers = needed.identifiers.preceding
    let accounts = needed.accounts.toInvoice.union(found.accountsOfBuyers)
    guard !numbers.isEmpty, !accounts.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT invoice_number, account_id, id FROM invoice
        WHERE invoice_number \(anyOf: numbers) AND account_id \(anyOf: accounts)
        """
    ) { found, row throws(StoreError) in
      found.facts.identifiers.insert(
        number: try row.text(), of: try row.id(), id: try row.id())
    }
  }

  /// The orders of the accounts that documents name by their numbers.
  var ordersOfDocuments: FactsQuestion? {
    let numbers = needed.accounts.orderNumbers
    let accounts = needed.accounts.toInvoice.union(found.accountsOfBuyers)
    guard !numbers.isEmpty, !accounts.isEmpty else { return nil }
    return .records(
      of: Order.self,
      where: """
        account_id \(anyOf: accounts)
          AND (order_number \(anyOf: numbers) OR purchase_order_number \(anyOf: numbers))
        """)
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

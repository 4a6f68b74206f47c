internal import Billing

/// What requests about e-mails look up, and the e-mails of invoices that are taken back. Nothing is asked where a batch has
/// neither.
extension FactsLoading {
  private var emailed: Set<Invoice.ID> {
    needed.invoices.emailed.reduce(into: []) { $0.formUnion($1) }
  }

  var accountsOfEmails: FactsQuestion? {
    let ids = needed.emails.ids
    guard !ids.isEmpty else { return nil }
    return .accounts(
      """
      SELECT account_id FROM invoice WHERE id IN (
        SELECT invoice_id FROM email_delivery WHERE email_id \(anyOf: ids)
      )
      """)
  }

  /// Asked once the accounts are locked. E-mails that may change are locked before any error log is written, as relays do.
  var namedEmails: [FactsQuestion?] {
    [emails, queuedOfTakenBack, recipients, updatesOfEmailed, countedEmails, waitingEmails]
  }

  private var emails: FactsQuestion? {
    let ids = needed.emails.ids
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT \(columns: EmailDelivery.head) FROM email_delivery
        WHERE email_id \(anyOf: ids) ORDER BY email_id \(RowLock.wait)
        """
    ) { found, row throws(StoreError) in
      let email = try EmailDelivery(from: &row)
      found.facts.emails.emails[email.id] = email
      if let id = email.invoiceId { found.ledger.headsWanted.insert(id) }
    }
  }

  private var queuedOfTakenBack: FactsQuestion? {
    let ids = needed.invoices.takenBack.reduce(into: Set<Invoice.ID>()) { $0.formUnion($1) }
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT \(columns: EmailDelivery.head) FROM email_delivery
        WHERE invoice_id \(anyOf: ids) AND status = 'Queued' ORDER BY email_id \(RowLock.wait)
        """
    ) { found, row throws(StoreError) in
      let email = try EmailDelivery(from: &row)
      guard let id = email.invoiceId else { return }
      found.facts.emails.queued[id, default: []].append(email)
    }
  }

  /// Who has the invoices already.
  private var recipients: FactsQuestion? {
    let ids = emailed
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT invoice_id, recipients FROM email_delivery
        WHERE invoice_id \(anyOf: ids) AND status IN ('Queued', 'Sent')
        """
    ) { found, row throws(StoreError) in
      let id: Invoice.ID = try row.id()
      found.facts.emails.note(EmailDelivery.list(try row.text()), of: id)
    }
  }

  /// Of which invoices the address was set: the timeline names what each update has set, and keeps it.
  private var updatesOfEmailed: FactsQuestion? {
    let ids = emailed
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT invoice_id, detail FROM invoice_event
        WHERE invoice_id \(anyOf: ids) AND kind = \(InvoiceEvent.Kind.updated.rawValue)
        ORDER BY number
        """
    ) { found, row throws(StoreError) in
      let id: Invoice.ID = try row.id()
      let fields = (try row.optionalText() ?? "").split(separator: ", ")
      found.facts.emails.noteUpdate(of: id, fields: fields)
    }
  }

  /// Of today, and of the day that a clock of another machine may have.
  private var countedEmails: FactsQuestion? {
    guard !needed.invoices.emailed.isEmpty else { return nil }
    return FactsQuestion(statement: "SELECT day, sent FROM email_day ORDER BY day DESC LIMIT 3") {
      found, row throws(StoreError) in
      let day = try row.date()
      found.facts.emails.sent[day] = try row.int()
    }
  }

  /// Asked only where a day has a limit, and no further than is of interest.
  private var waitingEmails: FactsQuestion? {
    guard !needed.invoices.emailed.isEmpty, let limit = needed.emails.dailyLimit else { return nil }
    return FactsQuestion(
      statement: """
        SELECT count(*) FROM (
          SELECT 1 FROM email_delivery
          WHERE status = 'Queued' AND counted_on IS NULL AND invoice_id IS NOT NULL
          LIMIT \(limit + 1)
        ) AS waiting
        """
    ) { found, row throws(StoreError) in found.facts.emails.waiting = try row.int() }
  }

  // MARK: Templates and addresses

  /// Those that are named, of what is sent also the default.
  var emailTemplates: FactsQuestion? {
    let ids = needed.records.identifiers[EmailTemplate.self].union(needed.emails.templates)
      .union(found.behind.records[EmailTemplate.self])
    let isDefaultNeeded =
      !needed.invoices.emailed.isEmpty || needed.records.defaults.contains(.emailTemplate)
    guard isDefaultNeeded else { return .records(of: EmailTemplate.self, ids) }
    return .records(
      of: EmailTemplate.self, where: "id \(anyOf: ids) OR is_default = \(true)")
  }

  /// Known once the legal entities are.
  var templatesOfLegalEntities: FactsQuestion? {
    guard !needed.invoices.emailed.isEmpty else { return nil }
    let facts = found.facts
    let ids = Set(facts.legalEntities.values.compactMap { $0.email?.emailTemplateId })
      .subtracting(facts.emailTemplates.keys)
    return ids.isEmpty ? nil : .records(of: EmailTemplate.self, ids)
  }

  /// Of the addresses that may be written to, which are suppressed.
  var suppressedAddresses: FactsQuestion? {
    guard !needed.invoices.emailed.isEmpty else { return nil }
    let facts = found.facts
    var addresses = needed.emails.addresses
    func insert(_ address: String?) {
      if let address { addresses.insert(address.lowercased()) }
    }
    for id in emailed {
      guard let invoice = facts.invoices[id] else { continue }
      insert(invoice.billToContact.email)
      if let contact = invoice.billToContact.contactId { insert(facts.contacts[contact]?.email) }
      guard let account = facts.accounts[invoice.accountId] else { continue }
      if case .named(_, let email)? = account.billToContact { insert(email) }
      for address in (account.email?.to ?? []) + (account.email?.cc ?? []) { insert(address) }
    }
    guard !addresses.isEmpty else { return nil }
    return FactsQuestion(
      statement: "SELECT address FROM email_suppression WHERE address \(anyOf: addresses)"
    ) { found, row throws(StoreError) in
      found.facts.emails.suppressed.insert(try row.text())
    }
  }
}

/// Whom an invoice's e-mail goes to (<doc:Emails#Recipients>).
extension EmailsInProgress {
  typealias Recipients = (to: [String], cc: [String])

  /// - Throws: why nobody can be written to.
  func recipients(
    of invoice: Invoice, _ account: Account?
  ) throws(ItemRefusal) -> Recipients {
    if account?.email?.optOut == true, !request.ignoresOptOut {
      throw ItemRefusal(
        .emailOptedOut,
        "Account \(invoice.accountId) gets no e-mails about invoices (email.optOut). Send the request "
          + "with ignoreOptOut true where this one must go out all the same.",
        source: RecordReference(.account, invoice.accountId))
    }
    let recipients = addresses(of: invoice, account)
    guard !recipients.to.isEmpty else {
      throw ItemRefusal(
        .emailAddressMissing,
        "There is no address to send invoice \(invoice.name) to: the request names none, account "
          + "\(invoice.accountId) has no email.to, and \(invoice.billToContact.name) has no e-mail "
          + "address. Add one of them.",
        source: RecordReference(.account, invoice.accountId))
    }
    for address in recipients.to + recipients.cc
    where facts.emails.suppressed.contains(address.lowercased()) {
      throw ItemRefusal(
        .emailAddressSuppressed,
        "\(address) gets no e-mail: one came back from there for good, or its owner complained. Correct "
          + "the address of the contact or the account, or send email.unsuppress.v1 for it.")
    }
    if !request.resend, has(invoice.id, recipients.to) {
      throw ItemRefusal(
        .emailAlreadySent,
        "Invoice \(invoice.name) was sent to \(recipients.to.joined(separator: ", ")), or is about to "
          + "be. Send the request with resend true to send it once more.")
    }
    return recipients
  }

  /// Copies of the account go with its own recipients: a request that names others names all of them.
  private func addresses(of invoice: Invoice, _ account: Account?) -> Recipients {
    if let to = request.to { return (to, request.cc ?? []) }
    let cc = request.cc ?? account?.email?.cc ?? []
    if let to = account?.email?.to, !to.isEmpty { return (to, cc) }
    return (billToAddress(of: invoice, account).map { [$0] } ?? [], cc)
  }

  /// The invoice's own where an update has set it; else the contact's as it is now, for an address that was wrong is corrected
  /// there. Of a person whom neither a contact nor the account names any more, or without an address there, what the invoice says.
  private func billToAddress(of invoice: Invoice, _ account: Account?) -> String? {
    let billTo = invoice.billToContact
    if facts.emails.ownAddresses.contains(invoice.id), let email = billTo.email { return email }
    if let id = billTo.contactId { return facts.contacts[id]?.email ?? billTo.email }
    if case .named(let name, let email)? = account?.billToContact, name == billTo.name {
      return email ?? billTo.email
    }
    return billTo.email
  }

  /// Whether the same addresses have it: stored, or queued by an item of this request.
  private func has(_ id: Invoice.ID, _ to: [String]) -> Bool {
    facts.emails.recipients[id]?[Set(to.map { $0.lowercased() })] != nil
  }
}

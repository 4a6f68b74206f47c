package import CivilTime

/// What of e-mails a request looks up; the invoices that are sent are ``InvoicesNeeded/emailed``.
///
/// For these come the addresses that have them already, which addresses of theirs are suppressed, and what the daily limit
/// counts. For invoices that may be taken back, their Queued e-mails come, locked.
package struct EmailsNeeded: Hashable, Sendable {
  /// E-mails by identifier; locked, with the heads of their invoices.
  package var ids: Set<EmailDelivery.ID> = []
  /// Addresses that a request names, in lower case.
  package var addresses: Set<String> = []
  /// Templates that a request names.
  package var templates: Set<EmailTemplate.ID> = []

  package init() {}

  package mutating func formUnion(_ other: EmailsNeeded) {
    ids.formUnion(other.ids)
    addresses.formUnion(other.addresses)
    templates.formUnion(other.templates)
  }
}

/// The e-mails as far as they are loaded, and what the requests planned so far have changed of them.
package struct EmailTables: Sendable {
  /// Those that are named.
  package var emails: [EmailDelivery.ID: EmailDelivery] = [:]
  /// Of invoices that may be taken back.
  package var queued: [Invoice.ID: [EmailDelivery]] = [:]
  /// Who has an invoice or will have it: the addresses of each Queued or Sent e-mail, in lower case, without those of copies.
  package var recipients: [Invoice.ID: Set<Set<String>>] = [:]
  /// In lower case.
  package var suppressed: Set<String> = []
  /// How many were counted on the latest days.
  package var sent: [CivilDate: Int] = [:]
  /// Queued e-mails that no day has counted yet; of very many, no more than are counted.
  package var waiting = 0

  package init() {}

  mutating func apply(_ effects: EmailEffects) {
    for email in effects.queued {
      note(email)
      if !email.isNotice { waiting += 1 }
    }
    for email in effects.changed {
      emails[email.id] = email
      if let id = email.invoiceId { queued[id]?.removeAll { $0.id == email.id } }
    }
    for suppression in effects.suppressed { suppressed.insert(suppression.address) }
    suppressed.subtract(effects.unsuppressed)
  }

  /// The Queued e-mails of these invoices, which are voided: they are not sent any more (<doc:Emails#Sending>).
  func failing(of ids: some Sequence<Invoice.ID>) -> [EmailDelivery] {
    var failing: [EmailDelivery] = []
    for id in ids {
      for email in queued[id] ?? [] {
        failing.append(
          email.applying(
            .failed(nil, diagnostic: "The invoice was voided before it was sent.", refused: [])))
      }
    }
    return failing
  }

  /// Notes whom a Queued or Sent e-mail goes to.
  package mutating func note(_ email: EmailDelivery) {
    guard let id = email.invoiceId else { return }
    note(email.to, of: id)
  }

  package mutating func note(_ to: [String], of id: Invoice.ID) {
    recipients[id, default: []].insert(Set(to.map { $0.lowercased() }))
  }
}

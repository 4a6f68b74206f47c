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
  /// How many e-mails a day may send; nil for no limit, and then nobody asks how many wait.
  package var dailyLimit: Int?

  package init() {}

  package mutating func formUnion(_ other: EmailsNeeded) {
    ids.formUnion(other.ids)
    addresses.formUnion(other.addresses)
    templates.formUnion(other.templates)
    dailyLimit = dailyLimit ?? other.dailyLimit
  }
}

/// The e-mails as far as they are loaded, and what the requests planned so far have changed of them.
package struct EmailTables: Sendable {
  /// Those that are named.
  package var emails: [EmailDelivery.ID: EmailDelivery] = [:]
  /// Of invoices that may be taken back.
  package var queued: [Invoice.ID: [EmailDelivery]] = [:]
  /// Who has an invoice or will have it: the addresses of each Queued or Sent e-mail, in lower case, without those of copies, and
  /// how many such e-mails go to them.
  package private(set) var recipients: [Invoice.ID: [Set<String>: Int]] = [:]
  /// Invoices whose e-mail address an update has set, after the contact that they go to.
  package private(set) var ownAddresses: Set<Invoice.ID> = []
  /// In lower case.
  package var suppressed: Set<String> = []
  /// How many were counted on the latest days.
  package var sent: [CivilDate: Int] = [:]
  /// Queued e-mails that no day has counted yet; of many, one more than ``EmailsNeeded/dailyLimit``. 0 where there is none.
  package var waiting = 0

  package init() {}

  mutating func apply(_ effects: EmailEffects) {
    for email in effects.queued {
      note(email)
      if !email.isNotice { waiting += 1 }
    }
    for email in effects.changed {
      forget(email)
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
    recipients[id, default: [:]][Set(to.map { $0.lowercased() }), default: 0] += 1
  }

  /// Notes that an update has set these members of an invoice, called as ``InvoiceChange/FieldChange`` calls them: the latest
  /// update last. With another contact comes the contact's address.
  package mutating func noteUpdate(of id: Invoice.ID, fields: some Sequence<some StringProtocol>) {
    if fields.contains(where: { $0 == "billToContactId" }) {
      ownAddresses.remove(id)
    } else if fields.contains(where: { $0 == "billToEmail" }) {
      ownAddresses.insert(id)
    }
  }

  /// Takes back what was noted of an e-mail that was Queued or Sent and is so no longer.
  private mutating func forget(_ email: EmailDelivery) {
    guard email.status == .failed || email.status == .bounced, let id = email.invoiceId else {
      return
    }
    let before = emails[email.id] ?? queued[id]?.first { $0.id == email.id }
    guard let before, before.status == .queued || before.status == .sent else { return }
    if before.status == .queued, before.attempts == 0 { waiting = max(0, waiting - 1) }
    let addresses = Set(email.to.map { $0.lowercased() })
    guard let count = recipients[id]?[addresses] else { return }
    recipients[id]?[addresses] = count > 1 ? count - 1 : nil
  }
}

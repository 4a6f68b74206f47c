/// A person of an account who may receive its invoices.
package struct Contact: Hashable, Sendable, Identifiable {
  package let id: RecordID<Contact>
  package var accountId: Account.ID
  package var name: String
  package var email: String?
  package var revision: Int64?

  package init(
    id: RecordID<Contact>,
    accountId: Account.ID,
    name: String,
    email: String? = nil,
    revision: Int64? = nil
  ) {
    self.id = id
    self.accountId = accountId
    self.name = name
    self.email = email
    self.revision = revision
  }
}

extension Contact: RecordKind {
  package static var type: RecordType { .contact }
  package static var stage: RecordStage { .accounts }
  package static var place: WritableKeyPath<RecordTables, [ID: Contact]> { \.contacts }
  package var record: Record { .contact(self) }

  package var links: [RecordLink] { [RecordLink("accountId", accountId)] }
}

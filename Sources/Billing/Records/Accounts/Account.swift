package import Monetary

/// A customer. The account is the unit of locking: whoever bills or changes its schedules holds its
/// row for the transaction.
package struct Account: Hashable, Sendable, Identifiable {
  package let id: RecordID<Account>
  package var name: String
  /// Fixed once the account has a schedule (<doc:Money>).
  package var currency: Currency
  package var billToContact: BillToContact?
  package var billingAddress: Address
  package var shippingAddress: Address?
  package var paymentTermId: PaymentTerm.ID?
  package var legalEntityId: LegalEntity.ID?
  package var isTaxExempt: Bool
  /// What documents need of it.
  package var details = BuyerDetails()
  /// How its invoices are sent; nil: to the bill-to contact, as the legal entity sends them.
  package var email: AccountEmail?
  /// Whether negative lines of its invoices become a credit memo when they are posted (<doc:Lifecycle#At-posting>).
  package var convertNegativeLines: Bool
  /// Whether its open credit memos settle its invoices when they are posted.
  package var applyCredits: Bool
  /// Whether its unapplied payments settle its invoices when they are posted.
  package var applyPayments: Bool
  package var revision: Int64?

  package init(
    id: RecordID<Account>,
    name: String,
    currency: Currency,
    billToContact: BillToContact? = nil,
    billingAddress: Address,
    shippingAddress: Address? = nil,
    paymentTermId: PaymentTerm.ID? = nil,
    legalEntityId: LegalEntity.ID? = nil,
    isTaxExempt: Bool = false,
    convertNegativeLines: Bool = false,
    applyCredits: Bool = false,
    applyPayments: Bool = false,
    revision: Int64? = nil
  ) {
    self.id = id
    self.name = name
    self.currency = currency
    self.billToContact = billToContact
    self.billingAddress = billingAddress
    self.shippingAddress = shippingAddress
    self.paymentTermId = paymentTermId
    self.legalEntityId = legalEntityId
    self.isTaxExempt = isTaxExempt
    self.convertNegativeLines = convertNegativeLines
    self.applyCredits = applyCredits
    self.applyPayments = applyPayments
    self.revision = revision
  }
}

extension Account {
  /// Whether anything settles its invoices when they are posted.
  package var settlesAtPosting: Bool { convertNegativeLines || applyCredits || applyPayments }
}

extension Account: RecordKind {
  package static var type: RecordType { .account }
  package static var stage: RecordStage { .accounts }
  package static var place: WritableKeyPath<RecordTables, [ID: Account]> { \.accounts }
  package var record: Record { .account(self) }

  package var fieldFaults: [FieldFault] { details.fieldFaults }

  package var links: [RecordLink] {
    var links: [RecordLink] = []
    if case .contact(let id) = billToContact { links.append("billToContactId", id) }
    links.append("paymentTermId", paymentTermId)
    links.append("legalEntityId", legalEntityId)
    links.append("email/emailTemplateId", email?.emailTemplateId)
    return links
  }
}

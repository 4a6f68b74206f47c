package import CivilTime
package import Monetary

/// An invoice as its sender wrote it. Amounts are decimals still: only with the currency known
/// can they be found exact or not.
package struct IncomingInvoice: Hashable, Sendable {
  /// The sender's own key of the document: ingested once, whichever request brings it.
  package var uniqueIdentifier: String?
  package var billingAccountId: Account.ID
  /// Left out, the account's.
  package var billToContact: BillToContact?
  /// As written; it may name no currency.
  package var currency: String
  package var invoiceDate: CivilDate
  /// Left out, it follows from the account's payment term.
  package var dueDate: CivilDate?
  package var status: Status
  package var number: String?
  package var postedDate: CivilDate?
  package var referenceEntity: ReferenceEntity?
  package var description: String?
  package var documentType: DocumentType
  package var addresses: [AddressGroup]
  package var lines: [IncomingLine]
  package var allowances: [DocumentAdjustment]
  package var charges: [DocumentAdjustment]
  package var taxBreakdown: [TaxSubtotal]
  package var prepaidAmount: ExactDecimal
  package var payableRounding: ExactDecimal
  package var statedTotals: StatedTotals
  /// Left out, the account's, else the default one.
  package var legalEntityId: LegalEntity.ID?
  package var seller: DocumentSeller?
  package var thirdPartyAmounts: [ThirdPartyAmount] = []
  /// Holds for lines without dates of their own; one date alone is open on the other side.
  package var startDate: CivilDate?
  package var endDate: CivilDate?
  /// Left out, the account's, else the default one.
  package var paymentTermId: PaymentTerm.ID?
  package var purchaseOrderNumber: String?
  package var terms = DocumentTerms()

  package init(
    uniqueIdentifier: String? = nil,
    billingAccountId: Account.ID,
    billToContact: BillToContact? = nil,
    currency: String,
    invoiceDate: CivilDate,
    dueDate: CivilDate? = nil,
    status: Status = .draft,
    number: String? = nil,
    postedDate: CivilDate? = nil,
    referenceEntity: ReferenceEntity? = nil,
    description: String? = nil,
    documentType: DocumentType = .invoice,
    addresses: [AddressGroup] = [],
    lines: [IncomingLine],
    allowances: [DocumentAdjustment] = [],
    charges: [DocumentAdjustment] = [],
    taxBreakdown: [TaxSubtotal] = [],
    prepaidAmount: ExactDecimal = 0,
    payableRounding: ExactDecimal = 0,
    statedTotals: StatedTotals = StatedTotals()
  ) {
    self.uniqueIdentifier = uniqueIdentifier
    self.billingAccountId = billingAccountId
    self.billToContact = billToContact
    self.currency = currency
    self.invoiceDate = invoiceDate
    self.dueDate = dueDate
    self.status = status
    self.number = number
    self.postedDate = postedDate
    self.referenceEntity = referenceEntity
    self.description = description
    self.documentType = documentType
    self.addresses = addresses
    self.lines = lines
    self.allowances = allowances
    self.charges = charges
    self.taxBreakdown = taxBreakdown
    self.prepaidAmount = prepaidAmount
    self.payableRounding = payableRounding
    self.statedTotals = statedTotals
  }

  /// The two states in which an invoice can be ingested.
  package enum Status: String, Hashable, Sendable, CaseIterable {
    case draft = "Draft"
    case posted = "Posted"
  }
}

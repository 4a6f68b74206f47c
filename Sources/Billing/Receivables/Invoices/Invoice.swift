package import CivilTime
package import Monetary

/// An invoice with its lines: what was planned, what is stored, what events carry.
///
/// Whom it is between is shared by all copies (``Parties``): an invoice is handed on at every step, and what changes from one to
/// the next is its state and its figures.
package struct Invoice: Hashable, Sendable, Identifiable {
  package let id: RecordID<Invoice>
  private var parties: Parties
  /// Given at posting, after planning; nil on drafts.
  package var number: String?
  package var status: InvoiceStatus
  package var creationMode: CreationMode
  package var accountId: Account.ID
  /// The account's name at the time; nil where an earlier version made the invoice and the account is gone.
  package var accountName: String? {
    get { parties.fields.accountName }
    set { change { $0.accountName = newValue } }
  }
  /// nil when no legal entity is named.
  package var seller: Seller? {
    get { parties.fields.seller }
    set { change { $0.seller = newValue } }
  }
  /// The one contract that all its lines are of.
  package var billingContractId: BillingContract.ID? {
    get { parties.fields.billingContractId }
    set { change { $0.billingContractId = newValue } }
  }
  package var currency: Currency
  package var invoiceDate: CivilDate
  package var dueDate: CivilDate
  /// UTC day of posting; nil on drafts.
  package var postedDate: CivilDate?
  /// Name and address at the time, so that a later change of the contact leaves the invoice as it was.
  package var billToContact: BillTo {
    get { parties.fields.billToContact }
    set { change { $0.billToContact = newValue } }
  }
  package var paymentTermId: PaymentTerm.ID? {
    get { parties.fields.paymentTermId }
    set { change { $0.paymentTermId = newValue } }
  }
  package var legalEntityId: LegalEntity.ID? {
    get { parties.fields.legalEntityId }
    set { change { $0.legalEntityId = newValue } }
  }
  /// ``GroupingKey/text``.
  package var groupingKey: String {
    get { parties.fields.groupingKey }
    set { change { $0.groupingKey = newValue } }
  }
  package var lines: [InvoiceLine]
  package var billingAddress: Address {
    get { parties.fields.billingAddress }
    set { change { $0.billingAddress = newValue } }
  }
  package var shippingAddress: Address? {
    get { parties.fields.shippingAddress }
    set { change { $0.shippingAddress = newValue } }
  }
  /// The sum of the lines' amounts.
  package var totalAmount: Money
  /// The sum of the lines' taxes.
  package var totalTaxAmount: Money
  package var totalAmountWithTax: Money
  /// What the document asks for, as it is written there: with tax, less what was prepaid, rounded, with what is collected
  /// for others. A credit note's counts with the opposite sign (``receivable``).
  ///
  /// Set after the initializer, which takes the total with tax: as one more optional amount among its parameters the compiler
  /// (6.3.1, unoptimized) copies it from memory that is not aligned for it.
  package var payable: Money
  /// What was paid, credited and converted (<doc:Lifecycle#The-ledger>).
  package var settled: SettledAmounts
  /// ``receivable`` + converted − paid − credited, at any time (``Invoice/withFiguresOf(_:)``).
  package var balance: Money
  package var settlementStatus: SettlementStatus
  /// The invoices whose place it takes, because their billing cycle was invoiced again; in order.
  package var reinvoiceOf: [Invoice.ID]
  /// The invoices that take its place; in order.
  package var reinvoicedBy: [Invoice.ID]
  /// The request that made it.
  package var request: RequestKey {
    get { parties.fields.request }
    set { change { $0.request = newValue } }
  }
  /// The run that made it; nil for what was asked for by itself.
  package var invoiceRunId: InvoiceRun.ID?
  /// Why it was taken back, as a person wrote it.
  package var reason: String?
  /// The same as the sender codes it.
  package var reasonCode: String?
  /// 1, and one more with each transaction that changes the stored invoice, its balance included.
  package var version: Int64 = 1
  /// UTC day on which it was voided.
  package var voidedDate: CivilDate?
  /// The effective date of what brought the balance to 0; nil while it is not 0.
  package var fullSettlementDate: CivilDate?
  package var description: String?
  package var purchaseOrderNumber: String?
  package var savedPaymentMethodId: String?
  /// In order of due date; empty: one, of all that is payable, on ``dueDate``.
  package var instalments: [Instalment] = []
  /// Of the due dates that have passed, the last through which what was open was reported by `invoice.overdue.v1`; set back
  /// where an instalment before it opens again (``withReopenedInstalments(since:)``).
  package var overdueReportedThrough: CivilDate?
  /// Which sequence its number is from; nil on drafts and for a number from outside.
  package var numberOrigin: NumberOrigin?
  /// The credit memos that were made of it or of its lines, in order.
  package var creditMemoIds: [RecordID<CreditMemo>] = []
  /// Whether a tax engine elsewhere gave the taxes of its lines, but of those that came with the document: they hold as they are.
  /// False where the rate table calculated or estimated them.
  package var areTaxesQuoted = false
  /// nil for a generated invoice.
  package var ingested: IngestedDetails?
  /// nil on drafts, and where an earlier version posted it.
  package var document: DocumentSnapshot?

  package init(
    id: RecordID<Invoice>,
    number: String? = nil,
    status: InvoiceStatus,
    creationMode: CreationMode = .generated,
    accountId: Account.ID,
    accountName: String? = nil,
    seller: Seller? = nil,
    billingContractId: BillingContract.ID? = nil,
    currency: Currency,
    invoiceDate: CivilDate,
    dueDate: CivilDate,
    postedDate: CivilDate? = nil,
    billToContact: BillTo,
    paymentTermId: PaymentTerm.ID? = nil,
    legalEntityId: LegalEntity.ID? = nil,
    groupingKey: String,
    lines: [InvoiceLine],
    billingAddress: Address,
    shippingAddress: Address? = nil,
    totalAmount: Money,
    totalTaxAmount: Money,
    totalAmountWithTax: Money,
    balance: Money,
    settlementStatus: SettlementStatus = .notSettled,
    reinvoiceOf: [RecordID<Invoice>] = [],
    reinvoicedBy: [RecordID<Invoice>] = [],
    request: RequestKey,
    ingested: IngestedDetails? = nil
  ) {
    self.id = id
    parties = Parties(
      Particulars(
        accountName: accountName, seller: seller, billingContractId: billingContractId,
        billToContact: billToContact, paymentTermId: paymentTermId, legalEntityId: legalEntityId,
        groupingKey: groupingKey, billingAddress: billingAddress,
        shippingAddress: shippingAddress, request: request))
    self.number = number
    self.status = status
    self.creationMode = creationMode
    self.accountId = accountId
    self.currency = currency
    self.invoiceDate = invoiceDate
    self.dueDate = dueDate
    self.postedDate = postedDate
    self.lines = lines
    self.totalAmount = totalAmount
    self.totalTaxAmount = totalTaxAmount
    self.totalAmountWithTax = totalAmountWithTax
    self.payable = totalAmountWithTax
    self.settled = SettledAmounts(currency)
    self.balance = balance
    self.settlementStatus = settlementStatus
    self.ingested = ingested
    self.reinvoiceOf = reinvoiceOf
    self.reinvoicedBy = reinvoicedBy
  }

  /// Whoever changes a field has fields of its own from then on.
  private mutating func change(_ body: (inout Particulars) -> Void) {
    var fields = parties.fields
    body(&fields)
    parties = Parties(fields)
  }

  /// Whom an invoice is between, and by which request it came; never changed where it is.
  private final class Parties: Hashable, Sendable {
    let fields: Particulars

    init(_ fields: Particulars) { self.fields = fields }

    static func == (left: Parties, right: Parties) -> Bool {
      left === right || left.fields == right.fields
    }

    func hash(into hasher: inout Hasher) { hasher.combine(fields) }
  }

  private struct Particulars: Hashable, Sendable {
    var accountName: String?
    var seller: Seller?
    var billingContractId: BillingContract.ID?
    var billToContact: BillTo
    var paymentTermId: PaymentTerm.ID?
    var legalEntityId: LegalEntity.ID?
    var groupingKey: String
    var billingAddress: Address
    var shippingAddress: Address?
    var request: RequestKey
  }

  package enum CreationMode: String, Hashable, Sendable, CaseIterable {
    case generated = "Generated"
    case external = "External"
  }

  package enum SettlementStatus: String, Hashable, Sendable, CaseIterable {
    case notSettled = "NotSettled"
    case partiallySettled = "PartiallySettled"
    case settled = "Settled"
  }

  /// Who the invoice is addressed to, by value.
  package struct BillTo: Hashable, Sendable {
    /// nil when the account named the person itself.
    package let contactId: Contact.ID?
    package let name: String
    package let email: String?

    package init(contactId: Contact.ID?, name: String, email: String?) {
      self.contactId = contactId
      self.name = name
      self.email = email
    }
  }

  /// Every order that a line belongs to, in order of identifier, without repeats.
  package var orderIds: [Order.ID] {
    lines.compactMap(\.orderId).inOrderWithoutRepeats()
  }

  /// Every schedule that a line bills, in order of identifier, without repeats.
  package var billingScheduleIds: [BillingSchedule.ID] {
    lines.compactMap(\.billingScheduleId).inOrderWithoutRepeats()
  }
}

extension Array where Element: Comparable {
  /// Mostly they are so already; then nothing is sorted, and in no case hashed.
  fileprivate func inOrderWithoutRepeats() -> [Element] {
    guard !zip(self, dropFirst()).allSatisfy(<) else { return self }
    var once: [Element] = []
    once.reserveCapacity(count)
    for element in sorted() where element != once.last { once.append(element) }
    return once
  }
}

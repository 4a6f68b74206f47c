/// The name of a record's type, as messages, error logs and the command line spell it.
package enum RecordType: String, Hashable, Sendable, CaseIterable {
  case account = "Account"
  case contact = "Contact"
  case legalEntity = "LegalEntity"
  case paymentTerm = "PaymentTerm"
  case taxTreatment = "TaxTreatment"
  case taxRate = "TaxRate"
  case sequencePolicy = "SequencePolicy"
  case order = "Order"
  case savedPaymentMethod = "SavedPaymentMethod"
  case billingContract = "BillingContract"
  case billingScheduleGroup = "BillingScheduleGroup"
  case billingSchedule = "BillingSchedule"
  case usageRecord = "UsageRecord"
  case billingSuspension = "BillingSuspension"
  case debitMemo = "DebitMemo"
  case invoiceScheduler = "InvoiceScheduler"
  case holidayCalendar = "HolidayCalendar"
  case emailTemplate = "EmailTemplate"
  case invoice = "Invoice"
  case creditMemo = "CreditMemo"
  case payment = "Payment"
  case application = "Application"
  case refund = "Refund"
  case reversal = "Reversal"
  case invoiceRun = "InvoiceRun"
  case email = "Email"
  case task = "Task"
  /// A request that could not be read as one: the primary record of its error log.
  case request = "Request"
}

/// Any record that `records.upsert.v1` takes.
///
/// The register of kinds, with ``RecordType`` in one file: a new kind has its name there, its case here, its line in
/// ``accept(_:)`` and its place in ``kinds``. Everything else it says itself (``RecordKind``).
package enum Record: Hashable, Sendable {
  case account(Account)
  case contact(Contact)
  case legalEntity(LegalEntity)
  case paymentTerm(PaymentTerm)
  case taxTreatment(TaxTreatment)
  case taxRate(TaxRate)
  case sequencePolicy(SequencePolicy)
  case order(Order)
  case savedPaymentMethod(SavedPaymentMethod)
  case billingContract(BillingContract)
  case billingScheduleGroup(BillingScheduleGroup)
  case billingSchedule(BillingSchedule)
  case usageRecord(UsageRecord)
  case billingSuspension(BillingSuspension)
  case debitMemo(DebitMemo)
  case holidayCalendar(HolidayCalendar)
  case invoiceScheduler(InvoiceScheduler)
  case emailTemplate(EmailTemplate)

  /// Every kind, in the order in which a store writes them: parents before their children.
  package static let kinds: [any RecordKind.Type] = [
    EmailTemplate.self, LegalEntity.self, PaymentTerm.self, TaxTreatment.self, TaxRate.self,
    SequencePolicy.self, Account.self, Contact.self, Order.self, SavedPaymentMethod.self,
    BillingContract.self, BillingScheduleGroup.self, BillingSchedule.self, UsageRecord.self,
    BillingSuspension.self, DebitMemo.self,
    HolidayCalendar.self, InvoiceScheduler.self,
  ]

  /// The only switch over the kinds. Generic, so that whatever is asked is compiled for each kind: a schedule is some 600
  /// bytes, too much to be boxed for each question.
  package func accept<Visitor: RecordVisitor>(_ visitor: inout Visitor) -> Visitor.Output {
    switch self {
    case .account(let record): visitor.visit(record)
    case .contact(let record): visitor.visit(record)
    case .legalEntity(let record): visitor.visit(record)
    case .paymentTerm(let record): visitor.visit(record)
    case .taxTreatment(let record): visitor.visit(record)
    case .taxRate(let record): visitor.visit(record)
    case .sequencePolicy(let record): visitor.visit(record)
    case .order(let record): visitor.visit(record)
    case .savedPaymentMethod(let record): visitor.visit(record)
    case .billingContract(let record): visitor.visit(record)
    case .billingScheduleGroup(let record): visitor.visit(record)
    case .billingSchedule(let record): visitor.visit(record)
    case .usageRecord(let record): visitor.visit(record)
    case .billingSuspension(let record): visitor.visit(record)
    case .debitMemo(let record): visitor.visit(record)
    case .holidayCalendar(let record): visitor.visit(record)
    case .invoiceScheduler(let record): visitor.visit(record)
    case .emailTemplate(let record): visitor.visit(record)
    }
  }
}

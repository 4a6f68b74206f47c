internal import Billing

/// What the schedules to be billed refer to, gathered so that each table is read once.
struct FactsBehind {
  private(set) var accountIds: Set<Account.ID> = []
  private(set) var orderIds: Set<Order.ID> = []
  private(set) var contactIds: Set<Contact.ID> = []
  private(set) var paymentTermIds: Set<PaymentTerm.ID> = []
  private(set) var legalEntityIds: Set<LegalEntity.ID> = []
  private(set) var taxTreatmentIds: Set<TaxTreatment.ID> = []
  /// Of the accounts' addresses: taxes are found by them.
  private(set) var countries: Set<String> = []

  mutating func insert(schedules: [BillingSchedule]) {
    for schedule in schedules {
      accountIds.insert(schedule.accountId)
      if let orderId = schedule.orderId { orderIds.insert(orderId) }
      insert(schedule.attributes)
    }
  }

  mutating func insert(groups: [BillingScheduleGroup]) {
    for group in groups {
      if let orderId = group.orderId { orderIds.insert(orderId) }
      insert(group.attributes)
    }
  }

  mutating func insert(accounts: [Account]) {
    for account in accounts {
      if case .contact(let id) = account.billToContact { contactIds.insert(id) }
      if let id = account.paymentTermId { paymentTermIds.insert(id) }
      if let id = account.legalEntityId { legalEntityIds.insert(id) }
      countries.insert(account.billingAddress.country)
      if let address = account.shippingAddress { countries.insert(address.country) }
    }
  }

  /// Accounts that invoices are ingested for, and where else their supplies may take place.
  mutating func insert(_ accounts: AccountsNeeded) {
    accountIds.formUnion(accounts.toInvoice)
    countries.formUnion(accounts.taxCountries)
  }

  mutating func insert(debitMemos: [DebitMemo]) {
    for memo in debitMemos { taxTreatmentIds.formUnion(memo.lines.compactMap(\.taxTreatmentId)) }
  }

  mutating func insert(drafts: [Invoice]) {
    for invoice in drafts {
      accountIds.insert(invoice.accountId)
      for group in invoice.ingested?.addresses ?? [] { countries.insert(group.address.country) }
      for line in invoice.lines {
        if let id = line.ingested?.taxTreatmentId { taxTreatmentIds.insert(id) }
      }
    }
  }

  private mutating func insert(_ attributes: InvoicingAttributes) {
    if let id = attributes.billToContactId { contactIds.insert(id) }
    if let id = attributes.paymentTermId { paymentTermIds.insert(id) }
    if let id = attributes.legalEntityId { legalEntityIds.insert(id) }
    if let id = attributes.taxTreatmentId { taxTreatmentIds.insert(id) }
  }
}

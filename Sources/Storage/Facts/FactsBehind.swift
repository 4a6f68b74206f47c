internal import Billing

/// What the schedules to be billed refer to, gathered so that each table is read once.
struct FactsBehind {
  private(set) var accountIds: Set<Account.ID> = []
  private(set) var records = RecordIdentifiers()
  /// Of the accounts' addresses: taxes are found by them.
  private(set) var countries: Set<String> = []

  mutating func insert(schedules: [BillingSchedule]) {
    for schedule in schedules {
      accountIds.insert(schedule.accountId)
      if let orderId = schedule.orderId { records.insert(orderId) }
      insert(schedule.attributes)
    }
  }

  mutating func insert(groups: [BillingScheduleGroup]) {
    for group in groups {
      if let orderId = group.orderId { records.insert(orderId) }
      insert(group.attributes)
    }
  }

  mutating func insert(accounts: [Account]) {
    for account in accounts {
      if case .contact(let id) = account.billToContact { records.insert(id) }
      if let id = account.paymentTermId { records.insert(id) }
      if let id = account.legalEntityId { records.insert(id) }
      countries.insert(account.billingAddress.country)
      if let address = account.shippingAddress { countries.insert(address.country) }
    }
  }

  mutating func insert(orders: Set<Order.ID>) { records.insert(orders) }

  mutating func insert(calendar: HolidayCalendar.ID) { records.insert(calendar) }

  /// Accounts that invoices are ingested for, and where else their supplies may take place.
  mutating func insert(_ accounts: AccountsNeeded) {
    accountIds.formUnion(accounts.toInvoice)
    countries.formUnion(accounts.taxCountries)
  }

  mutating func insert(debitMemos: [DebitMemo]) {
    for memo in debitMemos { records.insert(memo.lines.compactMap(\.taxTreatmentId)) }
  }

  mutating func insert(drafts: [Invoice]) {
    for invoice in drafts {
      accountIds.insert(invoice.accountId)
      if let id = invoice.paymentTermId { records.insert(id) }
      // What its documents say is kept when it is posted.
      if let id = invoice.legalEntityId { records.insert(id) }
      records.insert(invoice.orderIds)
      for group in invoice.ingested?.addresses ?? [] { countries.insert(group.address.country) }
      for line in invoice.lines {
        if let id = line.ingested?.taxTreatmentId { records.insert(id) }
      }
    }
  }

  mutating func insert(emailed invoice: Invoice, _ account: Account?) {
    if let id = invoice.billToContact.contactId { records.insert(id) }
    if let id = invoice.legalEntityId { records.insert(id) }
    if let id = account?.email?.emailTemplateId { records.insert(id) }
  }

  private mutating func insert(_ attributes: InvoicingAttributes) {
    if let id = attributes.billToContactId { records.insert(id) }
    if let id = attributes.paymentTermId { records.insert(id) }
    if let id = attributes.legalEntityId { records.insert(id) }
    if let id = attributes.taxTreatmentId { records.insert(id) }
    if let id = attributes.savedPaymentMethodId { records.insert(SavedPaymentMethod.ID(id)) }
  }

  /// What an invoice is charged by.
  mutating func insert(charged invoice: Invoice) {
    if let id = invoice.savedPaymentMethodId { records.insert(SavedPaymentMethod.ID(id)) }
  }

  mutating func insert(_ paymentMethods: Set<SavedPaymentMethod.ID>) {
    records.insert(paymentMethods)
  }
}

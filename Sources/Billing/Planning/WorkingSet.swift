/// The facts that a batch of requests is planned on, and what the requests planned so far have changed in them.
///
/// A batch loads it once with a few set-based statements, folds `plan` over its requests, applying each decision
/// before the next is planned, and writes what changed. Two requests for one account in a batch so behave as if
/// one had come after the other.
package struct WorkingSet: Sendable {
  package var accounts: [Account.ID: Account]
  package var contacts: [Contact.ID: Contact]
  package var legalEntities: [LegalEntity.ID: LegalEntity]
  package var paymentTerms: [PaymentTerm.ID: PaymentTerm]
  package var taxTreatments: [TaxTreatment.ID: TaxTreatment]
  /// Every rate of the countries and tax codes that the batch may need.
  package var taxRates: [TaxRate.ID: TaxRate]
  package var orders: [Order.ID: Order]
  package var groups: [BillingScheduleGroup.ID: BillingScheduleGroup]
  /// Every schedule that a request names, and every one not completely billed of the accounts and orders named.
  package var schedules: [BillingSchedule.ID: BillingSchedule]
  package var suspensions: [BillingSuspension.ID: BillingSuspension]
  /// Accounts that have a schedule, loaded for those whose currency an upsert may change.
  package var accountsWithSchedules: Set<Account.ID>
  /// The latest generated invoice of the schedules that a recovery names.
  package var latestInvoices: [BillingSchedule.ID: InvoiceSummary]
  /// What has been changed since loading, by type and identifier.
  package var changed: Set<RecordReference>

  package init(
    accounts: [Account.ID: Account] = [:],
    contacts: [Contact.ID: Contact] = [:],
    legalEntities: [LegalEntity.ID: LegalEntity] = [:],
    paymentTerms: [PaymentTerm.ID: PaymentTerm] = [:],
    taxTreatments: [TaxTreatment.ID: TaxTreatment] = [:],
    taxRates: [TaxRate.ID: TaxRate] = [:],
    orders: [Order.ID: Order] = [:],
    groups: [BillingScheduleGroup.ID: BillingScheduleGroup] = [:],
    schedules: [BillingSchedule.ID: BillingSchedule] = [:],
    suspensions: [BillingSuspension.ID: BillingSuspension] = [:],
    accountsWithSchedules: Set<Account.ID> = [],
    latestInvoices: [BillingSchedule.ID: InvoiceSummary] = [:],
    changed: Set<RecordReference> = []
  ) {
    self.accounts = accounts
    self.contacts = contacts
    self.legalEntities = legalEntities
    self.paymentTerms = paymentTerms
    self.taxTreatments = taxTreatments
    self.taxRates = taxRates
    self.orders = orders
    self.groups = groups
    self.schedules = schedules
    self.suspensions = suspensions
    self.accountsWithSchedules = accountsWithSchedules
    self.latestInvoices = latestInvoices
    self.changed = changed
  }
}

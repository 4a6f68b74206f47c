package import Billing
package import CivilTime

/// An invoice by its identifier and, once it has one, its number.
package struct InvoiceName: Hashable, Sendable {
  package let id: Invoice.ID
  package let number: String?
  package let status: InvoiceStatus

  package init(id: Invoice.ID, number: String?, status: InvoiceStatus) {
    self.id = id
    self.number = number
    self.status = status
  }
}

/// A schedule with what stands around it.
package struct ScheduleView: Hashable, Sendable {
  package let schedule: BillingSchedule
  /// Holds the latest period billed of it.
  package var lastInvoice: InvoiceName?
  /// For a schedule in Error: the open log that was seen last.
  package var openError: OpenError?
  /// On the schedule, its group, a group above that or its account; those that are over are left out.
  package var suspensions: [BillingSuspension] = []
}

/// An account with what it has.
package struct AccountView: Hashable, Sendable {
  package let account: Account
  /// The first ``Queries/listed`` in order of identifier.
  package var orders: [Order] = []
  package var contracts: [BillingContract] = []
  /// The first ``Queries/listed``; without their tokens, which nobody is shown.
  package var paymentMethods: [SavedPaymentMethod] = []
  package var scheduleCounts: [BillingScheduleStatus: Int] = [:]
  /// By currency; none where nothing is open.
  package var balances: [AccountBalance] = []
  /// The first ``Queries/listed``: invoices by due date, then credit memos and payments by date.
  package var openItems: [OpenItem] = []
  /// Those that are not over.
  package var suspensions: [BillingSuspension] = []

  package init(account: Account) { self.account = account }
}

/// A contract with its latest cycles.
package struct ContractView: Hashable, Sendable {
  /// Days of a contract that an invoice holds.
  package struct InvoicedCycle: Hashable, Sendable {
    package let period: CivilPeriod
    package let invoice: InvoiceName
  }

  package let contract: BillingContract
  /// The latest ``Queries/listed``, the last first.
  package var invoiced: [InvoicedCycle] = []
  /// The first ``Queries/listed`` of its schedules that have something left to bill.
  package var open: [BillingSchedule] = []
}

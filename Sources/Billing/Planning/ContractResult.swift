package import CivilTime

/// What became of one contract of a request.
package struct ContractResult: Hashable, Sendable {
  package let billingContractId: BillingContract.ID
  /// From the first day that its invoices bill to the last, as ``Invoice/billingCycle``; where none was made, the cycle
  /// named or the next one, nil when the contract has nothing that recurs.
  package let billingCycle: CivilPeriod?
  package var invoiceIds: [Invoice.ID]
  /// The tasks requested for each of the invoices.
  package var tasks: [PostInvoicingTask]
  package var faults: [Fault]

  package init(
    billingContractId: BillingContract.ID,
    billingCycle: CivilPeriod?,
    invoiceIds: [Invoice.ID] = [],
    tasks: [PostInvoicingTask] = [],
    faults: [Fault] = []
  ) {
    self.billingContractId = billingContractId
    self.billingCycle = billingCycle
    self.invoiceIds = invoiceIds
    self.tasks = tasks
    self.faults = faults
  }
}

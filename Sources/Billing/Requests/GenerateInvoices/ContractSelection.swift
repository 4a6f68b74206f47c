package import CivilTime

/// A contract that a request names, and what is to be done for it.
package struct ContractSelection: Hashable, Sendable {
  package let billingContractId: BillingContract.ID
  /// nil: the next cycle that is not invoiced.
  package let billingCycle: CivilPeriod?
  package let triggersPostInvoicingTasks: Bool

  package init(
    billingContractId: BillingContract.ID,
    billingCycle: CivilPeriod? = nil,
    triggersPostInvoicingTasks: Bool = false
  ) {
    self.billingContractId = billingContractId
    self.billingCycle = billingCycle
    self.triggersPostInvoicingTasks = triggersPostInvoicingTasks
  }
}

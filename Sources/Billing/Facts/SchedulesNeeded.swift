package import CivilTime

/// The schedules that are to be billed or recovered.
package struct SchedulesNeeded: Hashable, Sendable {
  /// These schedules whatever their status.
  package var ids: Set<BillingSchedule.ID> = []
  /// All schedules of these accounts that are not completely billed.
  package var ofAccounts: Set<Account.ID> = []
  /// All schedules of these orders that are not completely billed.
  package var ofOrders: Set<Order.ID> = []
  /// All schedules of these contracts that are not completely billed, with the contracts.
  package var ofContracts: Set<BillingContract.ID> = []
  /// Of these contracts all schedules, and what is invoiced of the days from the first to the last of the cycles named.
  package var contractCycles: [BillingContract.ID: CivilPeriod] = [:]
  /// Of these contracts, cycles are named to be invoiced again: also how much usage is billed of them.
  package var ofContractsToReissue: Set<BillingContract.ID> = []
  /// These schedules, and the latest generated invoice of each.
  package var toRecover: Set<BillingSchedule.ID> = []

  package init() {}

  package mutating func formUnion(_ other: SchedulesNeeded) {
    ids.formUnion(other.ids)
    ofAccounts.formUnion(other.ofAccounts)
    ofOrders.formUnion(other.ofOrders)
    ofContracts.formUnion(other.ofContracts)
    contractCycles.merge(other.contractCycles) { $0.union($1) }
    ofContractsToReissue.formUnion(other.ofContractsToReissue)
    toRecover.formUnion(other.toRecover)
  }
}

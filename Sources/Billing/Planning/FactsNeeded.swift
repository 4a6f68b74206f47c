package import CivilTime

/// What must be loaded before a batch of requests can be planned, as sets, so that the store reads
/// each table once for the whole batch.
///
/// These are starting points. The store follows them to everything that planning looks up:
/// - for schedules to bill: their accounts, groups, orders, bill-to contacts, payment terms, legal
///   entities and tax treatments (of schedule, group and account), the default records of those
///   kinds, the suspensions on any of the accounts, groups and schedules, and every tax rate of the
///   accounts' countries;
/// - for schedules to recover: their accounts and latest generated invoices;
/// - for records of an upsert: the rows named in ``records``, and nothing behind them.
///
/// An identifier that is not stored is simply absent from the ``WorkingSet``. Every account met on
/// the way is locked, in order of identifier: also the stored account of a schedule that an upsert
/// names.
package struct FactsNeeded: Hashable, Sendable {
  /// These accounts with all their schedules that are not completely billed.
  package var accountsToBill: Set<Account.ID> = []
  /// These orders with all their schedules that are not completely billed.
  package var ordersToBill: Set<Order.ID> = []
  /// These contracts with all their schedules that are not completely billed.
  package var contractsToBill: Set<BillingContract.ID> = []
  /// Of these contracts all schedules, and what is invoiced of the days from the first to the last of the cycles named.
  package var contractCycles: [BillingContract.ID: CivilPeriod] = [:]
  /// Of these contracts, cycles are named to be invoiced again: also how much usage is billed of them.
  package var contractsToReinvoice: Set<BillingContract.ID> = []
  /// These schedules whatever their status.
  package var schedulesToBill: Set<BillingSchedule.ID> = []
  /// These schedules, and the latest generated invoice of each.
  package var schedulesToRecover: Set<BillingSchedule.ID> = []
  package var ingestion = IngestionNeeded()
  package var records = RecordsNeeded()

  package init() {}

  package mutating func formUnion(_ other: FactsNeeded) {
    accountsToBill.formUnion(other.accountsToBill)
    ordersToBill.formUnion(other.ordersToBill)
    contractsToBill.formUnion(other.contractsToBill)
    contractCycles.merge(other.contractCycles) { $0.union($1) }
    contractsToReinvoice.formUnion(other.contractsToReinvoice)
    schedulesToBill.formUnion(other.schedulesToBill)
    schedulesToRecover.formUnion(other.schedulesToRecover)
    ingestion.formUnion(other.ingestion)
    records.formUnion(other.records)
  }
}

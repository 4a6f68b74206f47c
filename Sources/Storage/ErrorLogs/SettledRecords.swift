package import Billing

/// What has just succeeded, so that error logs which name it are settled.
package struct SettledRecords: Hashable, Sendable {
  /// On an invoice that was made.
  package var schedules: Set<BillingSchedule.ID> = []
  package var contracts: Set<BillingContract.ID> = []
  /// An invoice was generated for them.
  package var accounts: Set<Account.ID> = []
  package var orders: Set<Order.ID> = []
  /// An invoice of theirs was numbered, of these legal entities.
  package var posted: Set<Account.ID> = []
  package var legalEntities: Set<LegalEntity.ID> = []

  /// What lifecycle requests and those about money have changed: open logs of this category that name it are settled.
  package var changed: [ErrorLogCategory: Set<RecordReference>] = [:]

  package init() {}
}

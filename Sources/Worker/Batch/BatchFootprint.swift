import Billing

/// Whose facts a batch is planned on and changes, by name. Batches that have no name in common may be planned on the same
/// facts and stored one after the other.
///
/// On a database with several writers they are what a batch holds alone until its commit: two batches that hold nothing of each other's
/// run there side by side, each planned on what was stored before the other. So nothing is allowed here that does not happen there.
struct BatchFootprint: Hashable, Sendable {
  private let accounts: Set<Account.ID>
  /// That are written for the first time.
  private let records: Set<RecordReference>
  /// That only one document may bear; and of e-mails, some of which belong to no account.
  private let identifiers: Set<String>

  /// nil of requests that change what has no owner: records that all others only read, runs, suspensions, and the e-mails of a
  /// day, which are counted.
  init?(_ needed: FactsNeeded, in phase: PlanningPhase, accounts: Set<Account.ID>) {
    switch phase {
    case .records, .runs: return nil
    case .reopening, .billing, .settling: break
    }
    guard needed.invoices.emailed.isEmpty,
      !needed.records.written.contains(where: { $0.type == .billingSuspension })
    else { return nil }
    self.accounts = accounts
    records = needed.records.written
    identifiers = needed.identifiers.uniqueIdentifiers.union(needed.identifiers.numbers)
      .union(needed.ledger.creditMemoIdentifiers).union(needed.emails.ids.map(\.text))
  }

  func isDisjoint(with other: BatchFootprint) -> Bool {
    accounts.isDisjoint(with: other.accounts) && records.isDisjoint(with: other.records)
      && identifiers.isDisjoint(with: other.identifiers)
  }
}

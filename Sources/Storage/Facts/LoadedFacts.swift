package import Billing

/// What a batch is planned on, with what it depends on.
package struct LoadedFacts: Sendable {
  package var facts: WorkingSet
  /// The accounts that it concerns. Whoever changes what is loaded here of an account holds its row; what belongs to no account
  /// is only read by those who bill.
  package let accounts: Set<Account.ID>
  /// What was read without locks is as it was after so many commits (``Database/commitCount()``); nil where it is locked, or nobody
  /// counts.
  package let commitCount: Int32?

  init(_ found: FactsFound, commitCount: Int32?) {
    facts = found.facts
    accounts = found.locked
    self.commitCount = commitCount
  }
}

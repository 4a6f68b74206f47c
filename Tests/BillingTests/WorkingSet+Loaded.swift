@testable import Billing

extension WorkingSet {
  /// As a store loads it for these needs: accounts that planning does not look at are only locked.
  func loaded(for needed: FactsNeeded) -> WorkingSet {
    guard !needed.looksAtAccounts else { return self }
    var facts = self
    facts.records.accounts = [:]
    return facts
  }
}

package import Billing

extension StoreTransaction {
  /// Loads what a batch is planned on, with a few statements whatever the number of requests.
  ///
  /// First of all the accounts concerned are locked, in order of identifier: whoever bills or changes
  /// an account's schedules holds its row until the end of the transaction, so that what was loaded
  /// here cannot change meanwhile, and two batches with common accounts cannot deadlock.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/contention`` also when a schedule was moved to
  ///   an account that is not locked between finding and locking: run the transaction again.
  package borrowing func load(_ needed: FactsNeeded) throws(StoreError) -> WorkingSet {
    var loading = FactsLoading(needed, database: database)
    try loading.run()
    return loading.found.facts
  }
}

extension StoreSession {
  /// Reads the same as it is at one moment, without a lock: for a plan of which nothing is stored. The transaction has ended when it
  /// returns, and waits for no other.
  package func read(_ needed: FactsNeeded) throws(StoreError) -> WorkingSet {
    try reading { () throws(StoreError) in
      var loading = FactsLoading(needed, database: database, isLocking: false)
      try loading.run()
      return loading.found.facts
    }
  }
}

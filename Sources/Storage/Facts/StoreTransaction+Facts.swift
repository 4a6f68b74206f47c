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
  package borrowing func load(_ needed: FactsNeeded) throws(StoreError) -> LoadedFacts {
    var loading = FactsLoading(needed, database: database)
    try loading.run()
    return LoadedFacts(loading.found, commitCount: nil)
  }

  /// See ``Database/commitCount()``.
  package borrowing func commitCount() throws(StoreError) -> Int32? { try database.commitCount() }
}

extension StoreSession {
  /// Reads the same as it is at one moment, without a lock: for a plan of which nothing is stored, or only where nothing of it has
  /// changed meanwhile. The transaction has ended when it returns, and waits for no other.
  package func read(_ needed: FactsNeeded) throws(StoreError) -> LoadedFacts {
    try reading { () throws(StoreError) in
      let count = try database.commitCount()
      var loading = FactsLoading(needed, database: database, isLocking: false)
      try loading.run()
      return LoadedFacts(loading.found, commitCount: count)
    }
  }

  /// See ``Database/lastCommitCount``.
  package var lastCommitCount: Int32? { database.lastCommitCount }
}

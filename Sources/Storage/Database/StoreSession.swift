package import CivilTime

/// A connection to the store and what can be done over it. Owns the connection: one user at a time.
package final class StoreSession {
  let database: any Database

  /// The connection is of no more use: a rollback failed, or the database went away or is not what it
  /// was when this was opened. Open another.
  package private(set) var isBroken = false

  /// See ``Database/now()``: for every time that is stored and later compared by whichever worker comes first.
  package func now() throws(StoreError) -> UTCInstant {
    do throws(StoreError) {
      return try database.now()
    } catch {
      throw noting(error)
    }
  }

  /// See ``Database/staleness``.
  package var staleness: String? { database.staleness }

  package init(_ opener: some DatabaseOpener, for purpose: DatabasePurpose) throws(StoreError) {
    database = try opener.open(for: purpose)
  }

  /// Runs `body` in one write transaction: committed when it returns, rolled back when it throws.
  ///
  /// - Throws: ``StoreError``, whose ``StoreError/phase`` says what failed. Unless that is the commit
  ///   and the kind ``StoreError/Kind/unavailable``, nothing of the transaction was stored.
  // Not specialised: the optimiser of Swift 6.3.1 aborts on a specialisation whose body borrows a
  // noncopyable value and throws a typed error. The call is one for each transaction, so it costs nothing.
  @_semantics("optimize.sil.specialize.generic.never")
  package func transaction<Result>(
    _ body: (borrowing StoreTransaction) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try bracket(.write) { () throws(StoreError) in
      try body(StoreTransaction(database: database))
    }
  }

  /// Runs queries that all see the same commit.
  func reading<Result>(
    _ body: () throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try bracket(.read, body)
  }

  private func bracket<Result>(
    _ access: TransactionAccess, _ body: () throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    do {
      try database.begin(access)
    } catch {
      throw noting(error).during(.begin)
    }
    let result: Result
    do {
      result = try body()
    } catch {
      throw rollingBack(error.during(.body))
    }
    do {
      try database.commit()
    } catch {
      throw rollingBack(error.during(.commit))
    }
    return result
  }

  private func rollingBack(_ error: StoreError) -> StoreError {
    var error = noting(error)
    do {
      try database.rollback()
    } catch let failure {
      isBroken = true
      error.rollbackMessage = failure.message
    }
    return error
  }

  private func noting(_ error: StoreError) -> StoreError {
    if error.kind == .unavailable || error.kind == .environment { isBroken = true }
    return error
  }
}

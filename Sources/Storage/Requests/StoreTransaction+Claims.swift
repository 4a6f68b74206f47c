package import Billing

extension StoreTransaction {
  /// Takes requests for this transaction: the first thing a transaction does, so that a request and
  /// its effect are committed together or not at all.
  ///
  /// Rows are written in the order of their keys, whatever the order of the claims, so that two
  /// workers that hold the same requests cannot deadlock. Where another
  /// transaction has claimed one and is not done, this waits for its end.
  ///
  /// - Returns: a result for each claim, in order.
  package borrowing func claim(_ claims: [RequestClaim]) throws(StoreError) -> [ClaimResult] {
    var firstPlace: [RequestKey: Int] = [:]
    firstPlace.reserveCapacity(claims.count)
    for (place, claim) in claims.enumerated() where firstPlace[claim.key] == nil {
      firstPlace[claim.key] = place
    }

    let taken = try insertNew(firstPlace.sorted { $0.key < $1.key }.map { claims[$0.value] })
    let seen = try stored(firstPlace.keys.filter { !taken.contains($0) })

    var results: [ClaimResult] = []
    results.reserveCapacity(claims.count)
    for (place, claim) in claims.enumerated() {
      if let first = firstPlace[claim.key], first != place {
        results.append(.repeats(first))
      } else if taken.contains(claim.key) {
        results.append(.claimed)
      } else if let request = seen[claim.key] {
        results.append(.seen(request))
      } else {
        // It was there when the insertion met it, and retention has deleted it since.
        throw StoreError(.contention, "a request was deleted while it was being claimed")
      }
    }
    return results
  }

  /// Gives claims of this transaction back, for requests that are left for another one. Nobody else sees
  /// that they were claimed: what has no outcome is this transaction's own.
  package borrowing func release(_ keys: [RequestKey]) throws(StoreError) {
    guard !keys.isEmpty else { return }
    try database.execute(
      """
      DELETE FROM request WHERE identifier \(anyOf: Set(keys.map(\.identifier)))
        AND source \(anyOf: Set(keys.map(\.source))) AND outcome IS NULL
      """)
  }

  /// Stores how requests ended. A request that had an outcome (a replay) has the new one from now on.
  package borrowing func complete(_ outcomes: [RequestOutcome]) throws(StoreError) {
    var rows = RowBuffer(rows: outcomes.count, of: 2 + RequestTable.outcomeColumns.count)
    for outcome in outcomes {
      rows.append(outcome.key.identifier)
      rows.append(outcome.key.source)
      rows.append(outcome.outcome)
      rows.append(outcome.completionEventId)
      rows.append(outcome.completionBody)
      rows.append(outcome.attempts)
      rows.append(outcome.completedAt)
      rows.append(outcome.isInternalError)
      rows.append(outcome.isParked)
    }
    try database.write(.update(RequestTable.claim, set: RequestTable.outcomeColumns), rows)
  }

  private borrowing func insertNew(
    _ claims: [RequestClaim]
  ) throws(StoreError) -> Set<RequestKey> {
    guard !claims.isEmpty else { return [] }
    var rows = RowBuffer(rows: claims.count, of: RequestTable.claim.columns.count)
    for claim in claims {
      rows.append(claim.key.identifier)
      rows.append(claim.key.source)
      rows.append(claim.type)
      rows.append(claim.bodySHA256)
      rows.append(claim.receivedAt)
    }
    var taken: Set<RequestKey> = []
    taken.reserveCapacity(claims.count)
    let insertion = BulkWrite.insertNew(RequestTable.claim, returning: "identifier, source")
    try database.write(insertion, rows) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      taken.insert(try RequestKey(from: &decoder))
    }
    return taken
  }

  /// The stored requests of these keys; locked, so that two replays of one request do not both find
  /// the old outcome.
  private borrowing func stored(
    _ keys: [RequestKey]
  ) throws(StoreError) -> [RequestKey: StoredRequest] {
    guard !keys.isEmpty else { return [:] }
    let wanted = Set(keys)
    let found = try database.rows(
      """
      SELECT \(columns: RequestTable.whole) FROM request
      WHERE identifier \(anyOf: Set(keys.map(\.identifier)))
      ORDER BY source, identifier \(RowLock.wait)
      """
    ) { row throws(StoreError) in try StoredRequest(from: &row) }
    var requests: [RequestKey: StoredRequest] = [:]
    for request in found where wanted.contains(request.key) { requests[request.key] = request }
    return requests
  }
}

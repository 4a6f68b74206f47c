package import Billing

extension StoreTransaction {
  /// What is stored under the keys of requests: the first thing a transaction does. Rows that are found stay locked to its
  /// end, so that two replays of one request do not both find the old outcome; where another transaction replays one,
  /// this waits for its end.
  ///
  /// Of what is not found nothing is locked. Two transactions may go through the same new request; the one that comes
  /// second to ``complete(_:replacing:)`` is rolled back.
  ///
  /// - Returns: what was found for each key, in order.
  package borrowing func lookUp(_ keys: [RequestKey]) throws(StoreError) -> [FoundRequest] {
    var firstPlace: [RequestKey: Int] = [:]
    firstPlace.reserveCapacity(keys.count)
    for (place, key) in keys.enumerated() where firstPlace[key] == nil { firstPlace[key] = place }

    let stored = try stored(firstPlace)
    var found: [FoundRequest] = []
    found.reserveCapacity(keys.count)
    for (place, key) in keys.enumerated() {
      if let first = firstPlace[key], first != place {
        found.append(.repeats(first))
      } else if let request = stored[key] {
        found.append(.seen(request))
      } else {
        found.append(.new)
      }
    }
    return found
  }

  /// Stores requests with how they ended, each row whole and once: the last thing a transaction does, but for its
  /// messages. From here on its new keys are taken, and who comes with one of them waits for its end.
  ///
  /// No transactions wait here for each other in a circle. They insert in the order of the keys, so one that waits for a
  /// key holds only lower ones; and nothing follows that waits: the rows of outcomes that are replaced are this
  /// transaction's since ``lookUp(_:)``, messages have identifiers of its own or such as follow from its requests, and the
  /// commit's checks of references meet no lock that keeps them out (``RowLock``). So whoever holds a key that is waited for waits, if at all, for a higher key, and the one with
  /// the highest commits. No one waits for a row that was only locked by ``lookUp(_:)``: the insertion fails at once by
  /// what is committed, whoever has it locked. That is also why the replaced outcomes come after the insertion: it does
  /// wait for a row whose change is not committed.
  ///
  /// - Parameters:
  ///   - new: requests of which nothing was found, each key once.
  ///   - replacing: outcomes that take the place of those that were found (replays).
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/contention``, at the latest at the commit, when another transaction
  ///   has stored one of the new keys since they were looked up: nothing of this one stays, and run again it finds that
  ///   request seen. Where transactions write one after the other that cannot be, and it is a
  ///   ``StoreError/Kind/constraint``.
  package borrowing func complete(
    _ new: [StoredRequest], replacing: [RequestOutcome] = []
  ) throws(StoreError) {
    var rows = RowBuffer(rows: new.count, of: RequestTable.whole.columns.count)
    for request in new.sorted(by: { $0.key < $1.key }) { request.encode(into: &rows) }
    try database.write(.insert(RequestTable.whole), rows)
    var outcomes = RowBuffer(rows: replacing.count, of: 2 + RequestTable.outcomeColumns.count)
    for outcome in replacing {
      outcomes.append(outcome.key.identifier)
      outcomes.append(outcome.key.source)
      outcome.encode(into: &outcomes)
    }
    try database.write(.update(RequestTable.whole, set: RequestTable.outcomeColumns), outcomes)
  }

  /// The stored requests of these keys, locked in the order of their keys.
  private borrowing func stored(
    _ wanted: [RequestKey: Int]
  ) throws(StoreError) -> [RequestKey: StoredRequest] {
    guard !wanted.isEmpty else { return [:] }
    var requests: [RequestKey: StoredRequest] = [:]
    let found: SQL = """
      SELECT \(columns: RequestTable.whole) FROM request
      WHERE identifier \(anyOf: Set(wanted.keys.map(\.identifier)))
      ORDER BY source, identifier \(RowLock.wait)
      """
    try database.query(found) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let request = try StoredRequest(from: &decoder)
      // Another source may use the identifier too.
      if wanted[request.key] != nil { requests[request.key] = request }
    }
    return requests
  }
}

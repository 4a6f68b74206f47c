package import Billing
package import CivilTime

/// A request in a list, without its completion.
package struct RequestSummary: Hashable, Sendable {
  package let key: RequestKey
  package let type: String
  package let receivedAt: UTCInstant
  package let outcome: Outcome
  package let attempts: Int64
  package let completedAt: UTCInstant
  package let isInternalError: Bool
  package let isParked: Bool

  /// Reads the columns of ``Storage/RequestTable/summary``.
  init(from row: inout RowDecoder) throws(StoreError) {
    key = try RequestKey(from: &row)
    type = try row.text()
    receivedAt = try row.instant()
    outcome = try row.value()
    attempts = try row.integer()
    completedAt = try row.instant()
    isInternalError = try row.boolean()
    isParked = try row.boolean()
  }
}

/// Which requests a list is of. Every member that is given must hold.
package struct RequestSelection: Hashable, Sendable {
  package var outcome: Outcome?
  package var isInternalError: Bool?
  /// Whether a copy is among the dead letters.
  package var isParked: Bool?
  package var type: String?
  package var source: String?
  /// A part of the identifier, in any case.
  package var identifierPart: String?
  /// An error code that the completion names.
  package var code: String?
  package var from: UTCInstant?

  package init() {}

  fileprivate func takes(_ request: RequestSummary) -> Bool {
    if let outcome, request.outcome != outcome { return false }
    if let isInternalError, request.isInternalError != isInternalError { return false }
    if let isParked, request.isParked != isParked { return false }
    if let type, request.type != type { return false }
    if let source, request.key.source != source { return false }
    guard let identifierPart else { return true }
    return request.key.identifier.lowercased().contains(identifierPart.lowercased())
  }
}

/// A part of a list of requests.
package struct RequestListing: Hashable, Sendable {
  package var requests: [RequestSummary] = []
  /// Where to go on; nil at the list's end. The last of the list, or where the search was left off.
  package var next: Place?

  /// The last request that was looked at.
  package struct Place: Hashable, Sendable {
    package let completedAt: UTCInstant
    package let key: RequestKey

    package init(completedAt: UTCInstant, key: RequestKey) {
      self.completedAt = completedAt
      self.key = key
    }
  }
}

extension RequestTable {
  static let summary = Table(
    "request", key: whole.key,
    receivedColumns.filter { $0.name != "body_sha256" }
      + outcomeColumns.filter { !["completion_event_id", "completion_body"].contains($0.name) })
}

extension Queries {
  /// Requests that were looked at for one page of a list, at most.
  package static let mostRequestsSearched = 20_000
  private static let searchedAtOnce = 1_000

  /// Completed requests, the latest first: at most `limit`, after the place that is given. Whatever is asked for, no more than
  /// ``mostRequestsSearched`` are looked at: the listing says where to go on.
  package func requests(
    _ selection: RequestSelection, after place: RequestListing.Place?, limit: Int
  ) throws(StoreError) -> RequestListing {
    try session.reading { () throws(StoreError) in
      var listing = RequestListing()
      var last = place
      var searched = 0
      while searched < Self.mostRequestsSearched {
        let page = try page(from: selection.from, after: last, size: Self.searchedAtOnce)
        let chosen = page.filter(selection.takes)
        let named = try naming(selection.code, chosen)
        for request in named where listing.requests.count < limit {
          listing.requests.append(request)
        }
        if !named.isEmpty, listing.requests.count == limit {
          let end = listing.requests.last
          // More may follow on this page or the next.
          let isAll = end == page.last && page.count < Self.searchedAtOnce
          listing.next =
            isAll
            ? nil : end.map { RequestListing.Place(completedAt: $0.completedAt, key: $0.key) }
          return listing
        }
        guard page.count == Self.searchedAtOnce, let end = page.last else { return listing }
        last = RequestListing.Place(completedAt: end.completedAt, key: end.key)
        searched += page.count
      }
      listing.next = last
      return listing
    }
  }

  private func page(
    from: UTCInstant?, after place: RequestListing.Place?, size: Int
  ) throws(StoreError) -> [RequestSummary] {
    // Always so; it says that the index of these is searched, from its end.
    var conditions: [SQL?] = ["completed_at IS NOT NULL"]
    if let from { conditions.append("completed_at >= \(from)") }
    if let place {
      conditions.append(
        """
        (completed_at, identifier, source)
          < (\(place.completedAt), \(place.key.identifier), \(place.key.source))
        """)
    }
    return try database.rows(
      """
      SELECT \(columns: RequestTable.summary) FROM request\(where: conditions)
      ORDER BY completed_at DESC, identifier DESC, source DESC LIMIT \(size)
      """
    ) { row throws(StoreError) in try RequestSummary(from: &row) }
  }

  /// Those whose completion names the code; all where none is given.
  private func naming(
    _ code: String?, _ requests: [RequestSummary]
  ) throws(StoreError) -> [RequestSummary] {
    guard let code, !requests.isEmpty else { return requests }
    let name = Array("\"\(code)\"".utf8)
    var naming: Set<RequestKey> = []
    try database.query(
      """
      SELECT identifier, source, completion_body FROM request
      WHERE identifier \(anyOf: Set(requests.map(\.key.identifier)))
      """
    ) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let key = try RequestKey(from: &decoder)
      if try decoder.bytes().firstRange(of: name) != nil { naming.insert(key) }
    }
    return requests.filter { naming.contains($0.key) }
  }

  /// The request with this key; nil where no outcome of it is stored.
  package func request(_ key: RequestKey) throws(StoreError) -> StoredRequest? {
    try requests(identifier: key.identifier).first { $0.key == key }
  }
}

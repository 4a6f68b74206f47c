package import CivilTime

/// Which requests `/requests` lists.
package struct RequestFilter: ListFilter {
  package enum State: String, Hashable, Sendable, CaseIterable {
    case succeeded = "Succeeded"
    case partiallySucceeded = "PartiallySucceeded"
    case failed = "Failed"
    case rejected = "Rejected"
    /// A fault of the program.
    case internalError = "InternalError"
    /// A copy is among the dead letters.
    case dead = "Dead"
  }

  package var state: State?
  package var type: String?
  package var source: String?
  /// An error code that the completion names.
  package var code: String?
  /// Completed on this day (UTC) or later.
  package var from: CivilDate?
  /// A part of the identifier.
  package var text: String?
  /// When it was completed, in microseconds since 1970, its identifier and its source.
  package var after: ListPlace?

  package init() {}

  package init(_ query: WebQuery) {
    state = FilterValue.choice(query, "state")
    type = query["type"]
    source = query["source"]
    code = query["code"]
    from = FilterValue.date(query, "from")
    text = query["q"]
    after = ListPlace(query.value("after"), parts: 3)
  }

  package var query: WebQuery {
    WebQuery(values: [
      "state": state?.rawValue, "type": type, "source": source, "code": code,
      "from": from?.description, "q": text, "after": after?.text,
    ])
  }

  package static func problems(_ query: WebQuery) -> [String] {
    let filter = RequestFilter(query)
    let states = State.allCases.map(\.rawValue).joined(separator: ", ")
    return FilterValue.problem(
      query, "state", isRead: filter.state != nil, must: "one of \(states)")
      + FilterValue.problem(
        query, "from", isRead: filter.from != nil, must: "a day such as 2026-12-31")
  }
}

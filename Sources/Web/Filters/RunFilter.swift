package import Billing

/// Which invoice runs `/runs` lists.
package struct RunFilter: ListFilter {
  package var status: InvoiceRun.Status?
  package var kind: InvoiceRun.Kind?
  package var scheduler: String?
  /// When it started, in microseconds since 1970, and its identifier.
  package var after: ListPlace?

  package init() {}

  package init(_ query: WebQuery) {
    status = FilterValue.choice(query, "status")
    kind = FilterValue.choice(query, "kind")
    scheduler = query["scheduler"]
    after = ListPlace(query.value("after"), parts: 2)
  }

  package var query: WebQuery {
    WebQuery(values: [
      "status": status?.rawValue, "kind": kind?.rawValue, "scheduler": scheduler,
      "after": after?.text,
    ])
  }

  package static func problems(_ query: WebQuery) -> [String] {
    let filter = RunFilter(query)
    return FilterValue.problem(
      query, "status", isRead: filter.status != nil,
      must: "one of \(InvoiceRun.Status.allCases.map(\.rawValue).joined(separator: ", "))")
      + FilterValue.problem(
        query, "kind", isRead: filter.kind != nil,
        must: "one of \(InvoiceRun.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
  }
}

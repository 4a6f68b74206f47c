package import Billing

/// Which invoices `/invoices` lists.
package struct InvoiceFilter: ListFilter {
  package var account: String?
  package var order: String?
  package var status: ShownStatus?
  /// What the number begins with.
  package var number: String?
  /// Date, number and identifier.
  package var after: ListPlace?

  package init() {}

  package init(_ query: WebQuery) {
    account = query["account"]
    order = query["order"]
    status = FilterValue.choice(query, "status")
    number = query["number"]
    after = ListPlace(query.value("after"), parts: 3)
  }

  package var query: WebQuery {
    WebQuery(values: [
      "account": account, "order": order, "status": status?.rawValue, "number": number,
      "after": after?.text,
    ])
  }

  package static func problems(_ query: WebQuery) -> [String] {
    FilterValue.problem(
      query, "status", isRead: InvoiceFilter(query).status != nil,
      must: "one of \(ShownStatus.allCases.map(\.rawValue).joined(separator: ", "))")
  }
}

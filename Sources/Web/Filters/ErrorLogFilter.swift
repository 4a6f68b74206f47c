/// Which error logs `/error-logs` lists.
package struct ErrorLogFilter: ListFilter {
  package var account: String?
  package var order: String?
  package var code: String?
  /// The request that met it last.
  package var request: String?
  /// Whether it is resolved, when it was last seen, in microseconds since 1970, and its number.
  package var after: ListPlace?

  package init() {}

  package init(_ query: WebQuery) {
    account = query["account"]
    order = query["order"]
    code = query["code"]
    request = query["request"]
    after = ListPlace(query.value("after"), parts: 3)
  }

  package var query: WebQuery {
    WebQuery(values: [
      "account": account, "order": order, "code": code, "request": request, "after": after?.text,
    ])
  }
}

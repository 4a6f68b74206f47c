/// Which dead letters `/dead` lists, and which a replay of "all that match" is about.
package struct DeadLetterFilter: ListFilter {
  package var code: String?
  package var queue: String?
  package var type: String?
  package var source: String?
  /// Dead for longer than this: 90s, 30m, 12h, 7d.
  package var older: String?
  /// The place in the list of the last one before the page.
  package var after: ListPlace?

  package init() {}

  package init(_ query: WebQuery) {
    code = query["code"]
    queue = query["queue"]
    type = query["type"]
    source = query["source"]
    older = query["older"]
    after = ListPlace(query.value("after"), parts: 1)
  }

  package var query: WebQuery {
    WebQuery(values: [
      "code": code, "queue": queue, "type": type, "source": source, "older": older,
      "after": after?.text,
    ])
  }
}

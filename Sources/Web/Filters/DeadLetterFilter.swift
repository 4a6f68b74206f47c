import CivilTime
package import Storage

/// Which dead letters `/dead` lists, and which a replay of "all that match" is about.
package struct DeadLetterFilter: ListFilter {
  package var code: String?
  package var queue: String?
  package var type: String?
  package var source: String?
  /// Dead for longer than this: 90s, 30m, 12h, 7d.
  package var older: String?
  /// Whether the queue itself is looked at, and not what is recorded.
  package var isInQueue = false
  /// The last one before the page: when it was parked, in microseconds since 1970, and its row; of the queue its place in the list.
  package var after: ListPlace?

  package init() {}

  package init(_ query: WebQuery) {
    code = query["code"]
    queue = query["queue"]
    type = query["type"]
    source = query["source"]
    older = query["older"]
    isInQueue = query["in"] == "queue"
    after = ListPlace(query.value("after"), parts: isInQueue ? 1 : 2)
  }

  package var query: WebQuery {
    WebQuery(values: [
      "code": code, "queue": queue, "type": type, "source": source, "older": older,
      "in": isInQueue ? "queue" : nil, "after": after?.text,
    ])
  }

  /// Where a list of what is recorded goes on; nil at its start.
  package var place: DeadLetterPlace? {
    guard !isInQueue, let after, let time = Int64(after.parts[0]) else { return nil }
    return DeadLetterPlace(
      parkedAt: UTCInstant(microsecondsSince1970: time), id: after.parts[1])
  }

  /// The page after this row.
  package func after(_ row: StoredDeadLetter) -> DeadLetterFilter {
    var next = self
    next.after = ListPlace(["\(row.parkedAt.microsecondsSince1970)", row.id])
    return next
  }

  /// How many letters come before the page, in a list of the queue.
  package var start: Int {
    isInQueue ? max(0, after.flatMap { Int($0.parts[0]) } ?? 0) : 0
  }
}

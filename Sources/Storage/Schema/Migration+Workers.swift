extension Migration {
  /// The workers that run, as each says of itself now and then.
  static let workers = Migration(version: 25, name: "workers", comments: workersComments) {
    dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let instant = dialect.typeName(.instant)
    return """
      CREATE TABLE worker_presence (
        instance \(id) PRIMARY KEY, name \(id) NOT NULL, host \(text) NOT NULL,
        version \(text) NOT NULL, lanes \(integer) NOT NULL, state \(text) NOT NULL,
        reason \(text), busy_thousandths \(integer) NOT NULL,
        requests_per_minute \(integer) NOT NULL, waits \(text) NOT NULL,
        started_at \(instant) NOT NULL, last_seen_at \(instant) NOT NULL
      )\(dialect.tableOptions);
      """
  }

  private static let workersComments = [
    TableComment(
      "worker_presence",
      "Workers, as each says of itself every ten seconds. A worker that ends deletes its row; one that was killed is deleted by others.",
      [
        "instance": "Drawn by each process for itself: two may bear one name.",
        "reason": "Why it takes no requests; null where nothing stands in the way.",
        "busy_thousandths": "How much of the lanes' time was used within the last minute.",
        "requests_per_minute": "Requests that were given an outcome within the last minute.",
        "waits":
          "JSON: by class of work, how many requests waited how long, within the last minute.",
        "last_seen_at": "When it has said so last. Workers are shown for a minute from then on.",
      ])
  ]
}

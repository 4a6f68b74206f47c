/// What workers have parked, by the rows that say so.
extension Queries {
  /// The most rows that have a number in the list.
  package static let mostNumbered = 20_000

  /// Rows in the order of the list, the oldest first, without bodies: at most `limit`, after the place that is given.
  package func deadLetters(
    _ criteria: DeadLetterCriteria, after place: DeadLetterPlace? = nil, limit: Int
  ) throws(StoreError) -> [StoredDeadLetter] {
    var conditions = criteria.conditions
    if let place { conditions.append("(parked_at, id) > (\(place.parkedAt), \(place.id))") }
    return try database.rows(
      """
      SELECT \(columns: DeadLetterTable.head) FROM dead_letter\(where: conditions)
      ORDER BY parked_at, id LIMIT \(limit)
      """
    ) { row throws(StoreError) in try StoredDeadLetter(from: &row, withBody: false) }
  }

  /// The oldest row with this fingerprint, with what is kept of its body; nil where there is none.
  package func deadLetter(_ fingerprint: String) throws(StoreError) -> StoredDeadLetter? {
    try database.first(
      """
      SELECT \(columns: DeadLetterTable.whole) FROM dead_letter
      WHERE fingerprint = \(fingerprint) ORDER BY id LIMIT 1
      """
    ) { row throws(StoreError) in try StoredDeadLetter(from: &row, withBody: true) }
  }

  /// The row with what is kept of its body; nil where it is gone.
  package func deadLetter(id: String) throws(StoreError) -> StoredDeadLetter? {
    try database.first(
      "SELECT \(columns: DeadLetterTable.whole) FROM dead_letter WHERE id = \(id)"
    ) { row throws(StoreError) in try StoredDeadLetter(from: &row, withBody: true) }
  }

  /// How many rows are meant; `most` and one where there are more than `most`.
  package func countDeadLetters(
    _ criteria: DeadLetterCriteria, upTo most: Int
  ) throws(StoreError) -> Int {
    try database.first(
      """
      SELECT count(*) FROM (
        SELECT id FROM dead_letter\(where: criteria.conditions) LIMIT \(most + 1)
      ) AS found
      """
    ) { row throws(StoreError) in try row.int() } ?? 0
  }

  /// How many rows there are of each error code; of more than `most` that number and one.
  package func countDeadLettersByCode(
    upTo most: Int
  ) throws(StoreError) -> [(code: String, count: Int)] {
    // From one code to the next by the index, whatever number of rows each has.
    try database.rows(
      """
      WITH RECURSIVE found (code) AS (
        SELECT (SELECT error_code FROM dead_letter ORDER BY error_code LIMIT 1)
        UNION ALL
        SELECT (
          SELECT error_code FROM dead_letter WHERE error_code > found.code
          ORDER BY error_code LIMIT 1
        ) FROM found WHERE found.code IS NOT NULL
      )
      SELECT code, (
        SELECT count(*) FROM (
          SELECT id FROM dead_letter WHERE error_code = found.code LIMIT \(most + 1)
        ) AS counted
      ) FROM found WHERE code IS NOT NULL
      """
    ) { row throws(StoreError) in (code: try row.text(), count: try row.int()) }
  }

  /// The places in the list of these rows, from 1, which criteria do not change. One beyond the first ``mostNumbered`` has none.
  package func deadLetterNumbers(of ids: [String]) throws(StoreError) -> [String: Int] {
    guard !ids.isEmpty else { return [:] }
    let found = try database.rows("\(Self.numbered) WHERE id \(anyOf: ids)") {
      row throws(StoreError) in (try row.text(), try row.int())
    }
    return Dictionary(found) { first, _ in first }
  }

  /// The rows that have these places in the list.
  package func deadLetterIds(numbered numbers: [Int]) throws(StoreError) -> [Int: String] {
    guard !numbers.isEmpty else { return [:] }
    let found = try database.rows(
      "\(Self.numbered) WHERE number \(anyOf: numbers.map { Int64($0) })"
    ) { row throws(StoreError) in
      let id = try row.text()
      return (try row.int(), id)
    }
    return Dictionary(found) { first, _ in first }
  }

  private static let numbered: SQL = """
    SELECT id, number FROM (
      SELECT id, row_number() OVER (ORDER BY parked_at, id) AS number FROM (
        SELECT id, parked_at FROM dead_letter ORDER BY parked_at, id LIMIT \(mostNumbered)
      ) AS oldest
    ) AS list
    """

  /// The parked messages that are not known to be in the queue yet: the outbox still has them. nil where they are more than `most`.
  package func deadLettersUnderWay(upTo most: Int) throws(StoreError) -> Set<String>? {
    let ids = try database.rows(
      "SELECT id FROM outbox_message WHERE event_id IS NULL LIMIT \(most + 1)"
    ) { row throws(StoreError) in try row.text() }
    return ids.count > most ? nil : Set(ids)
  }
}

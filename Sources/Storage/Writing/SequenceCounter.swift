/// A counter that gives consecutive numbers. Taking some moves it in the same transaction, so that a
/// rollback leaves no gap; its row stays locked until the end, so it is taken last.
enum SequenceCounter: String {
  static let table = Table(
    "sequence_counter", key: ["name"],
    [Column("name", .identifier), Column("start_value", .integer), Column("next_value", .integer)])

  /// Moves counters on by as much as the rows' next values are beyond their start values; one that was never moved begins
  /// at its start value.
  static let taking = BulkWrite.upsert(
    table,
    assignments: [
      "start_value": "sequence_counter.start_value",
      "next_value": "sequence_counter.next_value + excluded.next_value - excluded.start_value",
    ], returning: "name, next_value")

  /// Those of documents: ``NumberSequence``.
  case errorLog = "error_log"

  /// The next `count` numbers.
  func take(_ count: Int, from database: any Database) throws(StoreError) -> Range<Int64> {
    let count = Int64(max(count, 0))
    let taking: SQL = """
      UPDATE sequence_counter SET next_value = next_value + \(count) WHERE name = \(rawValue)
      RETURNING next_value
      """
    let next = try database.first(taking) { row throws(StoreError) in try row.integer() }
    guard let next else {
      throw StoreError(.fault, "the counter \(rawValue) is missing in sequence_counter")
    }
    return (next - count)..<next
  }
}

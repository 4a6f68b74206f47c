/// A counter that gives consecutive numbers. Taking some moves it in the same transaction, so that a
/// rollback leaves no gap; its row stays locked until the end, so it is taken last.
enum SequenceCounter: String {
  case invoiceNumber = "invoice_number"
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

/// The idle prepared statements of one connection, by SQL text.
///
/// A statement in use is not in here, so two uses of one text at the same time (a query inside the
/// loop over the same query) get two statements and cannot reset each other.
final class StatementCache {
  private let capacity: Int
  private var idle: [String: PreparedStatement] = [:]
  private var clock: UInt64 = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 0)
  }

  var count: Int { idle.count }

  /// Takes the statement out, if there is one.
  func take(_ sql: String) -> PreparedStatement? {
    idle.removeValue(forKey: sql)
  }

  /// Keeps the statement for the next use; the one unused longest makes room.
  func giveBack(_ statement: PreparedStatement) {
    guard capacity > 0 else { return }
    clock &+= 1
    statement.lastUse = clock
    if idle.count >= capacity, idle[statement.sql] == nil,
      let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      idle[oldest.key] = nil
    }
    idle[statement.sql] = statement
  }

  func removeAll() {
    idle.removeAll()
  }
}

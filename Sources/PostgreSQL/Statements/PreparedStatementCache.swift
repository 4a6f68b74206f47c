/// The prepared statements of one connection by their text, bounded: each holds memory on the
/// server, and a text that is made up each time would fill it.
struct PreparedStatementCache {
  private let capacity: Int
  private var statements: [String: PreparedStatement] = [:]
  private var retired: [PreparedStatement] = []
  private var uses: UInt64 = 0
  private var names: UInt64 = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 1)
  }

  var count: Int { statements.count }

  /// Whether the server still holds statements that nobody will use again.
  var hasRetired: Bool { !retired.isEmpty }

  mutating func find(_ sql: String) -> PreparedStatement? {
    guard let statement = statements[sql] else { return nil }
    uses &+= 1
    statement.lastUse = uses
    return statement
  }

  /// A new name for the text. Names are never used twice, so a statement that failed to be prepared
  /// cannot be taken for its successor.
  mutating func insert(_ sql: String) -> PreparedStatement {
    if statements.count >= capacity,
      let oldest = statements.values.min(by: { $0.lastUse < $1.lastUse })
    {
      retire(oldest)
    }
    uses &+= 1
    names &+= 1
    let statement = PreparedStatement(name: "s\(names)", sql: sql, lastUse: uses)
    statements[sql] = statement
    return statement
  }

  /// The server does not have it.
  mutating func remove(_ statement: PreparedStatement) {
    guard statements[statement.sql] === statement else { return }
    statements[statement.sql] = nil
  }

  /// The server has it, but nobody will use it again.
  mutating func retire(_ statement: PreparedStatement) {
    remove(statement)
    if !retired.contains(where: { $0 === statement }) { retired.append(statement) }
  }

  mutating func takeRetired() -> [PreparedStatement] {
    defer { retired = [] }
    return retired
  }
}

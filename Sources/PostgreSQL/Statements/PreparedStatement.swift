/// A statement the server knows by name, or will when it reaches it in the pipeline.
final class PreparedStatement {
  let name: String
  let sql: String

  /// Grows with every use of any statement of the connection.
  var lastUse: UInt64

  init(name: String, sql: String, lastUse: UInt64) {
    self.name = name
    self.sql = sql
    self.lastUse = lastUse
  }
}

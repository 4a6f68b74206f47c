extension PostgreSQLError {
  /// The same with what to do about it, where libpq's words are about the encryption that the address did not ask for.
  func advising(onEncryption words: String) -> PostgreSQLError {
    guard words.contains("SSL") || words.contains("certificate") else { return self }
    return PostgreSQLError(
      code: code, message: "\(message); \(PostgreSQLURL.encryptionAdvice)", detail: detail,
      table: table, column: column, constraint: constraint, sql: sql, isFatal: isFatal)
  }
}

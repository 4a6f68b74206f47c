internal import PostgreSQL
internal import Storage

/// What a database has to be like, checked with one question when a session is opened.
enum SessionRequirements {
  /// The encoding, and the tables of the program's schema that hide rows from this role, with whether a policy lets it
  /// see some.
  private static let question = """
    SELECT current_setting('server_encoding'), c.relname::text, EXISTS (
        SELECT FROM pg_catalog.pg_policy AS p WHERE p.polrelid = c.oid AND p.polpermissive
          AND (0 = ANY (p.polroles)
            OR EXISTS (SELECT FROM unnest(p.polroles) AS r WHERE pg_has_role(r, 'USAGE'))))
    FROM (SELECT) AS one
    LEFT JOIN pg_catalog.pg_class AS c ON c.relrowsecurity AND c.relkind IN ('r', 'p')
      AND c.relnamespace =
        (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = to_regclass('schema_version'))
      AND row_security_active(c.oid)
    ORDER BY 2
    """

  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/environment`` for a database in which texts or rows would go
  ///   missing.
  static func check(_ connection: PostgreSQLConnection) throws(StoreError) {
    var encoding = ""
    var policed: [String] = []
    var closed: [String] = []
    try translating { () throws(PostgreSQLError) in
      let result = try connection.query(question, PostgreSQLParameters())
      for row in 0..<result.rowCount {
        encoding = try result.text(row, 0)
        guard let table = try result.optionalText(row, 1) else { continue }
        if try result.bool(row, 2) { policed.append(table) } else { closed.append(table) }
      }
    }
    guard encoding == "UTF8" else {
      throw StoreError(
        .environment, "the database's encoding is \(encoding), which cannot hold every text",
        advice:
          "create one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, and name that"
      )
    }
    guard closed.isEmpty else {
      throw StoreError(
        .environment,
        """
        row-level security is on for \(closed.joined(separator: ", ")), and no policy lets the \
        worker's role see rows there
        """,
        advice: "give the role a policy for each, or BYPASSRLS")
    }
    // Policies were made for this role: what they hide is hidden on purpose.
    guard !policed.isEmpty else { return }
    try translating { () throws(PostgreSQLError) in
      try connection.execute("SET row_security = on")
    }
  }
}

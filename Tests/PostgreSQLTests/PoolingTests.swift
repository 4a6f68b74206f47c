import PostgreSQL
import TestPostgreSQL
import Testing

/// Behind PgBouncer, which Debian's package of that name installs.
@Suite("Poolers") struct PoolingTests {
  @Test(
    "W6: transaction and statement pooling are refused with what to do",
    .enabled(if: Pooler.isInstalled, "needs the package pgbouncer"),
    arguments: [("transaction", 20), ("transaction", 1), ("statement", 20)])
  func refused(mode: String, size: Int) throws {
    try Pooler.with(mode, size: size) { url in
      for _ in 0..<3 {
        let error = try #require(
          failure { () throws(PostgreSQLError) in
            _ = try PostgreSQLConnection(PostgreSQLURL(url))
          })
        #expect(error.kind == .environment)
        #expect(error.description.contains("use the pooler's session pooling"))
      }
    }
  }

  @Test(
    "W6: session pooling works", .enabled(if: Pooler.isInstalled, "needs the package pgbouncer"))
  func session() throws {
    try Pooler.with("session") { url in
      let first = try PostgreSQLConnection(PostgreSQLURL(url))
      let second = try PostgreSQLConnection(PostgreSQLURL(url))
      for connection in [first, second] {
        #expect(try connection.query("SELECT 1").int64(0, 0) == 1)
      }
    }
  }
}

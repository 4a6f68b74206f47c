import Foundation
import PostgreSQL
import TestPostgreSQL
import Testing

@Suite("Search path")
struct SearchPathTests {
  private func path(_ connection: PostgreSQLConnection) throws -> String? {
    try connection.query("SHOW search_path").text(0, 0)
  }

  /// A role without rights of its own, in an empty database.
  private func withRole(
    _ body: (_ role: String, _ url: String, _ owner: PostgreSQLConnection) throws -> Void
  ) throws {
    let server = try PostgreSQLServer.shared()
    let role = "role_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try server.execute("CREATE ROLE \(role) LOGIN PASSWORD 'p'")
    defer { try? server.execute("DROP ROLE \(role)") }
    try withDatabase { url throws in
      let database = try #require(url.split(separator: "/").last.map(String.init))
      let owner = try connect(url)
      defer { owner.close() }
      try body(role, server.url(database: database, user: role, password: "p"), owner)
    }
  }

  @Test(
    "S13: a schema of the worker's name that another role made is not used, made before or after")
  func strangersSchema() throws {
    try withRole { role, url, owner in
      let stranger = "stranger_" + role
      try owner.execute("CREATE ROLE \(stranger)")
      defer { try? owner.execute("DROP OWNED BY \(stranger) CASCADE; DROP ROLE \(stranger)") }
      try owner.execute(
        "CREATE TABLE t (a integer); INSERT INTO t VALUES (1); GRANT SELECT ON t TO PUBLIC")
      let before = try connect(url)
      defer { before.close() }
      try owner.execute(
        """
        CREATE SCHEMA \(role) AUTHORIZATION \(stranger); GRANT USAGE ON SCHEMA \(role) TO PUBLIC;
        CREATE TABLE \(role).t (a integer); INSERT INTO \(role).t VALUES (666);
        GRANT SELECT ON \(role).t TO PUBLIC;
        """)
      let after = try connect(url)
      defer { after.close() }
      for connection in [before, after] {
        #expect(try connection.integer("SELECT a FROM t") == 1)
      }
    }
  }

  @Test("S13: a schema of its own, a configured one and odd names keep their place")
  func ownSchema() throws {
    try withRole { role, url, owner in
      try owner.execute("CREATE SCHEMA \(role) AUTHORIZATION \(role)")
      defer { try? owner.execute("DROP SCHEMA \(role) CASCADE") }
      let own = try connect(url)
      defer { own.close() }
      #expect(try own.query("SELECT current_schema()").text(0, 0) == role)
      let configured = try connect(url + "?options=-csearch_path%3Dbilling")
      defer { configured.close() }
      #expect(try path(configured) == "billing")
      try owner.execute(#"ALTER ROLE \#(role) SET search_path = "a,b", "$user", "C""d""#)
      let odd = try connect(url)
      defer { odd.close() }
      try owner.execute(#"CREATE SCHEMA "a,b"; GRANT ALL ON SCHEMA "a,b" TO PUBLIC"#)
      #expect(try odd.query("SELECT current_schema()").text(0, 0) == "a,b")
      #expect(try path(odd)?.contains("\"C\"\"d\"") == true)
    }
  }

  @Test("S13: a path without a schema makes no table, not even a temporary one")
  func noSchema() throws {
    try withDatabase { url throws in
      let connection = try connect(url + "?options=-csearch_path%3Dnowhere")
      defer { connection.close() }
      let error = failure { () throws(PostgreSQLError) in
        try connection.execute("CREATE TABLE t (a integer)")
      }
      #expect(error?.code.rawValue == "3F000")
    }
  }
}

import Testing

@testable import PostgreSQL

@Suite("Limits of a session") struct SessionLimitTests {
  @Test("W10: a limit is taken back where the server knows it, the strictest first")
  func byVersion() {
    let configuration = PostgreSQLConfiguration()
    #expect(
      configuration.limitScript(serverVersion: 130_010) == [
        "SET statement_timeout = 30000", "SET lock_timeout = 10000",
        "SET idle_in_transaction_session_timeout = 60000",
      ])
    #expect(
      configuration.limitScript(serverVersion: 170_002) == [
        "SET statement_timeout = 30000", "SET transaction_timeout = 0", "SET lock_timeout = 10000",
        "SET idle_in_transaction_session_timeout = 60000", "SET idle_session_timeout = 0",
      ])
  }
}

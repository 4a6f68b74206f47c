import TestPostgreSQL
import Testing

@testable import PostgreSQL

@Suite("Encryption by default")
struct EncryptionDefaultTests {
  private func mode(_ host: [String: String], _ environment: [String: String] = [:]) -> String? {
    PostgreSQLURL.encryptionDefaults(for: host) { environment[$0] }["sslmode"]
  }

  @Test(
    "S10: a server on another host is verified unless the address says otherwise",
    arguments: [
      ["host": "db.example"], ["host": "10.0.0.7"], ["hostaddr": "10.0.0.7"], ["host": "::2"],
      ["host": "localhost", "hostaddr": "10.0.0.7"], ["host": "127.evil.example.com"],
    ])
  func remote(host: [String: String]) {
    #expect(mode(host) == "verify-full")
    #expect(mode(host.merging(["sslmode": "disable"]) { _, given in given }) == nil)
    #expect(mode(host, ["PGSSLMODE": "require"]) == nil)
    #expect(mode(host.merging(["service": "billing"]) { _, given in given }) == nil)
  }

  @Test(
    "S10: on this machine nothing is asked for",
    arguments: [
      [:], ["host": "localhost"], ["host": "127.0.0.1"], ["host": "::1"],
      ["host": "/run/postgresql"],
      ["host": "@abstract"], ["host": "db.example", "hostaddr": "127.0.0.2"],
    ])
  func local(host: [String: String]) {
    #expect(mode(host) == nil)
  }

  @Test("S10: authorities are the address's, the user's, or the system's")
  func authorities() {
    let remote = ["host": "db.example"]
    let own = remote.merging(["sslrootcert": "own.pem"]) { _, given in given }
    #expect(PostgreSQLURL.encryptionDefaults(for: own) { _ in nil }["sslrootcert"] == nil)
    #expect(mode(["dbname": "x"], ["PGHOST": "db.example"]) == "verify-full")
  }

  /// 127.0.0.1 as a name that does not look like this machine.
  @Test(
    "S10: a server without encryption is not spoken to under another host's name, and the sentence says how to"
  )
  func plainServer() throws {
    let server = try PostgreSQLServer.shared()
    let error = try #require(
      failure { () throws(PostgreSQLError) in
        _ = try connect(server.url.replacing("127.0.0.1", with: "2130706433"))
      })
    #expect(error.kind == .unavailable)
    #expect("\(error)".contains("sslrootcert=FILE"))
    #expect("\(error)".contains("sslmode"))
    let told = try connect(
      server.url.replacing("127.0.0.1", with: "2130706433") + "?sslmode=disable")
    #expect(!told.isEncrypted)
  }
}

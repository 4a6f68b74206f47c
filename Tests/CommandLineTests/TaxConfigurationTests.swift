import Foundation
import HTTP
import Testing
import Worker

@Suite("Configuration of a tax engine")
struct TaxConfigurationTests {
  private static func read(_ environment: [String: String]) throws(ConfigurationError)
    -> TaxAccess?
  {
    try ConfigurationTests.read(environment).tax
  }

  private static let engine = "INVOICE_WORKER_TAX_URL"
  private static let token = "INVOICE_WORKER_TAX_TOKEN"

  @Test("Without an address there is no engine, whatever else is set")
  func none() throws {
    #expect(try Self.read([:]) == nil)
    #expect(try Self.read([Self.token: "t", "INVOICE_WORKER_TAX_FALLBACK": "RateTable"]) == nil)
  }

  @Test("What is not said is 64 calls at a time and no fallback")
  func defaults() throws {
    let access = try #require(try Self.read([Self.engine: "https://tax.example/v1/"]))
    #expect(access.server.description == "https://tax.example/v1" && access.server.token == nil)
    #expect(access.concurrency == 64 && access.fallback == .off)
  }

  @Test("All of it is read")
  func all() throws {
    let access = try #require(
      try Self.read([
        Self.engine: "https://tax.example", Self.token: "a.b-c~1",
        "INVOICE_WORKER_TAX_CONCURRENCY": "8", "INVOICE_WORKER_TAX_FALLBACK": "RateTable",
        "INVOICE_WORKER_TAX_TLS_CA": "ca.pem",
      ]))
    #expect(access.server.token == "a.b-c~1" && access.server.authorityFile == "ca.pem")
    #expect(access.concurrency == 8 && access.fallback == .rateTable)
    #expect(!access.server.description.contains("a.b-c~1"))
  }

  @Test("What cannot be used is named, and a secret is not repeated")
  func refused() throws {
    for (environment, expected) in [
      ([Self.engine: "ftp://tax.example"], "INVOICE_WORKER_TAX_URL cannot be used"),
      ([Self.engine: "https://u:s3cret@tax.example"], "INVOICE_WORKER_TAX_URL cannot be used"),
      (
        [Self.engine: "https://tax.example", Self.token: "s3cret\u{7}"],
        "INVOICE_WORKER_TAX_TOKEN cannot be used"
      ),
      (
        [Self.engine: "https://tax.example", Self.token: "x", "\(Self.token)_FILE": "y"],
        "INVOICE_WORKER_TAX_TOKEN_FILE: is set beside"
      ),
      (
        [Self.engine: "https://tax.example", "INVOICE_WORKER_TAX_CONCURRENCY": "0"],
        "INVOICE_WORKER_TAX_CONCURRENCY is \"0\""
      ),
      (
        [Self.engine: "https://tax.example", "INVOICE_WORKER_TAX_FALLBACK": "zero"],
        "INVOICE_WORKER_TAX_FALLBACK is \"zero\""
      ),
      (
        [Self.engine: "http://localhost:1", "INVOICE_WORKER_TAX_TLS_CA": "ca.pem"],
        "INVOICE_WORKER_TAX_TLS_CA: is set"
      ),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try Self.read(environment) }
      #expect(error?.description.hasPrefix(expected) == true, "\(error?.description ?? "")")
      #expect(error?.description.contains("s3cret") == false)
    }
  }

  @Test("The token may stand in a file of its own")
  func file() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "tax-\(UUID().uuidString)")
    try Data("t0ken\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let access = try #require(
      try Self.read([Self.engine: "http://localhost:1", "\(Self.token)_FILE": file.path]))
    #expect(access.server.token == "t0ken")
  }
}

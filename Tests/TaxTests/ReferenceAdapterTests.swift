import Billing
import Foundation
import HTTP
import Monetary
import Tax
import TestSupport
import Testing

/// The adapter that others copy keeps to what is documented: it is asked by the client itself.
@Suite("The reference adapter") struct ReferenceAdapterTests {
  private static func run<Value>(
    in directory: URL, _ body: (TaxEngineClient) async throws -> Value
  ) async throws -> Value {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "compose/tax-engine")
    let output = directory.appending(path: "output-\(UUID().uuidString)")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = Python.system
    process.arguments = [
      folder.appending(path: "tax_engine.py").path, "--listen", "127.0.0.1:0",
      "--rates", folder.appending(path: "rates.csv").path,
      "--books", directory.appending(path: "books.sqlite").path, "--locked-until", "2026-12-31",
    ]
    process.environment = ["TAX_ENGINE_TOKEN": "secret"]
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    defer {
      // Not SIGTERM: a child inherits the mask of the thread that starts it, which may block that one.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let address = try await eventually("the adapter listens") {
      try String(contentsOf: output, encoding: .utf8).firstMatch(of: /listens on (\S+)\n/)
        .map { "http://\($0.output.1)" }
    }
    return try await body(
      try ClientInTest(to: address, token: "secret").client)
  }

  private static func inDirectory<Value>(_ body: (URL) async throws -> Value) async throws -> Value
  {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "tax-adapter-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: directory) }
    return try await body(directory)
  }

  @Test("It quotes exactly, rounded once on the document, and refuses what it has no rate for")
  func quotes() async throws {
    try await Self.inDirectory { directory in
      try await Self.run(in: directory) { client in
        let document = try SampleTax.document("INV-1", ["0.10", "0.10", "0.10", "-0.06"])
        let answers = await client.quote([
          document, try SampleTax.document("INV-2", isExempt: true),
          try SampleTax.document("INV-3", ["100"], currency: "JPY"),
        ])
        guard case .quoted(let quote) = answers[0] else {
          Issue.record("it quotes: \(answers[0])")
          return
        }
        #expect(
          quote.taxes(of: document).map { $0.map(\.amount.decimalText) }
            == [["0.03"], ["0.02"], ["0.03"], ["-0.02"]])
        #expect(answers[1] == .quoted(TaxQuote(lines: ["1": []])))
        guard case .quoted(let yen) = answers[2] else {
          Issue.record("it quotes: \(answers[2])")
          return
        }
        #expect(try yen.total(in: Known.currency("JPY")).decimalText == "25")
        var unknown = try SampleTax.document("INV-4")
        unknown = TaxDocument(
          documentId: "INV-4", kind: .final, currency: unknown.currency,
          date: try Known.date("1999-01-01"), isExempt: false, shipTo: unknown.shipTo,
          lines: unknown.lines)
        guard case .refused(let message) = await client.quote([unknown]).first else {
          Issue.record("it refuses")
          return
        }
        #expect(message.contains("no rate of the tax code std in NO on 1999-01-01"))
      }
    }
  }

  @Test("It books once for a key, also over a restart, and credits what is locked")
  func books() async throws {
    try await Self.inDirectory { directory in
      let commit = try SampleTax.commit("INV-1")
      let void = TaxVoid(documentId: "INV-1", transactionId: "tax-INV-1", reason: "Voided")
      for _ in 1...2 {
        try await Self.run(in: directory) { client in
          for _ in 1...2 {
            #expect(await client.commit(commit) == .committed(transactionId: "tax-INV-1"))
          }
        }
      }
      try await Self.run(in: directory) { client in
        for _ in 1...2 { #expect(await client.void(void) == .voided(transactionId: "tax-INV-1")) }
        let unknown = TaxVoid(documentId: "INV-9", transactionId: nil, reason: "Voided")
        #expect(await client.void(unknown) == .voided(transactionId: nil))
        let december = TaxDocument(
          documentId: "INV-2", kind: .final, currency: commit.document.currency,
          date: try Known.date("2026-12-31"), isExempt: false, shipTo: SampleTax.address,
          lines: commit.document.lines)
        let locked = TaxCommit(
          document: december, number: .creditMemo("C-1"), quote: commit.quote)
        #expect(await client.commit(locked) == .committed(transactionId: "tax-INV-2"))
        let late = TaxVoid(documentId: "INV-2", transactionId: "tax-INV-2", reason: "Voided")
        #expect(await client.void(late) == .credited(transactionId: "tax-INV-2-credit"))
      }
    }
  }
}

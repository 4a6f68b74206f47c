import Billing
import HTTP
import Tax
import Testing

@testable import invoice_worker

/// What the doctor makes of a tax engine, without one.
@Suite("Doctor of a tax engine")
struct TaxDoctorTests {
  @Test("A token over a network in the open is worth a look")
  func encryption() throws {
    for (address, token, verdict) in [
      ("https://tax.example", "t", DoctorCheck.Verdict.fine), ("http://localhost:1", "t", .fine),
      ("http://tax.example", nil, .fine), ("http://tax.example", "t", .notice),
    ] as [(String, String?, DoctorCheck.Verdict)] {
      let check = TaxChecks.encryption(of: try HTTPServer(address, token: token))
      #expect(check.verdict == verdict, "\(address)")
    }
  }

  @Test("What it answers to an example")
  func probes() throws {
    let server = try HTTPServer("https://tax.example", token: "s3cret")
    for (probe, verdict, words) in [
      (TaxProbe.there, DoctorCheck.Verdict.fine, "https://tax.example"),
      (.refusesToken(message: "Who are you?"), .failed, "Who are you?"),
      (.invalid(reason: "is no JSON"), .failed, "is no JSON"),
      (.away(reason: "connection refused"), .failed, "connection refused"),
    ] {
      let check = TaxChecks.check(of: probe, at: server)
      #expect(check.verdict == verdict && check.sentence.contains(words), "\(probe)")
      #expect(!check.sentence.contains("s3cret"))
    }
  }

  @Test("What its books do not have yet, and what it refused")
  func books() {
    #expect(TaxChecks.books([:]).allSatisfy { $0.verdict == .fine })
    let fresh = TaxChecks.books([.toCommit: 5, .toVoid: 3_599])
    #expect(fresh.allSatisfy { $0.verdict == .fine })
    let late = TaxChecks.books([.toCommit: 3_600, .failed: 1])
    #expect(late.map(\.verdict) == [.notice, .fine, .failed])
    #expect(late.last?.repair?.text == "invoice-worker error-logs list")
  }

  @Test("Without an engine it is worth a look that documents wait for one")
  func withoutEngine() {
    #expect(TaxChecks.withoutEngine([]).isEmpty && TaxChecks.withoutEngine([.failed]).isEmpty)
    let checks = TaxChecks.withoutEngine([.toVoid, .toCommit, .failed])
    #expect(checks.map(\.verdict) == [.notice])
    #expect(checks.first?.sentence.contains("ToCommit and ToVoid") == true)
    #expect(checks.first?.repair?.text.contains("INVOICE_WORKER_TAX_URL") == true)
  }
}

import AMQP
import Foundation
import SQLite
import Testing

extension BrokerCommandTests {
  @Test(
    "After a restore reconcile lists the requests and numbers that the database does not know",
    .timeLimit(.minutes(10)))
  func reconcileAfterRestore() async throws {
    try await Self.withInstallation { environment in
      #expect(try Program.run("import", Self.sample, environment: environment).status == 0)
      func generate(_ id: String, _ account: String) throws {
        let answer = try Program.run(
          "request", "invoice.generate.v1", "--id", id, "--set", "targetDate=2026-12-01", "--set",
          "invoiceDate=2026-12-01", "--set", "action=Posted", "--set", "accountId=\(account)",
          "--wait", environment: environment)
        #expect(answer.status == 0, "\(answer)")
      }
      try generate("kept", "ACC-1001")
      let backup = FileManager.default.temporaryDirectory.appending(
        path: "restored-\(UUID().uuidString).db"
      ).path
      defer { try? FileManager.default.removeItem(atPath: backup) }
      let made = try Program.run("backup", backup, "--json", environment: environment)
      #expect(made.status == 0 && made.output.contains(#""integrityCheck":"ok""#), "\(made)")
      try generate("lost", "ACC-2002")

      // The queue of notifications has every completion; nobody reads it here.
      let queue = ["reconcile", "--queue", "invoice.notifications"]
      let whole = try Program.run(queue, environment: environment)
      #expect(whole.status == 0 && whole.output.contains("knows all"), "\(whole)")
      var restored = environment
      restored["DATABASE_URL"] = "sqlite:\(backup)"
      let missing = try Program.run(queue + ["--json"], environment: restored)
      #expect(missing.status == 1, "\(missing)")
      let found = try #require(
        try JSONSerialization.jsonObject(with: Data(missing.output.utf8)) as? [String: Any])
      let requests = try #require(found["requests"] as? [[String: Any]])
      #expect(requests.compactMap { $0["identifier"] as? String } == ["lost"])
      #expect(requests.first?["source"] as? String == "invoice-worker-cli")
      #expect(found["invoiceNumbers"] as? [String] == ["INV-2026-000003"])
      // Everything was put back.
      let again = try Program.run(queue, environment: restored)
      #expect(again.status == 1 && again.output.contains("Not in the database: 1 request."))

      // The same from a file; what is no event is counted, and a forgotten identifier is no loss.
      func line(_ id: String, at time: String, number: String) -> String {
        """
        {"specversion":"1.0","id":"e-\(id)","type":"invoice-request.completed.v1","source":"/w",\
        "data":{"requestIdentifier":"\(id)","source":"invoice-worker-cli","outcome":"Succeeded",\
        "completedAt":"\(time)","invoices":[{"invoiceNumber":"\(number)"}]}}
        """
      }
      let file = try Program.sampleFile(
        [
          line("kept", at: "2099-01-01T00:00:00Z", number: "INV-2026-000001"),
          line("gone", at: "2099-01-01T00:00:00Z", number: "INV-2026-000009"),
          line("gone", at: "2099-01-01T00:00:00Z", number: "INV-2026-000009"),
          line("old", at: "2001-01-01T00:00:00Z", number: "INV-2026-000001"), "not an event", "",
        ].joined(separator: "\n"))
      defer { try? FileManager.default.removeItem(at: file) }
      let read = try Program.run("reconcile", file.path, environment: restored)
      #expect(read.status == 1 && read.errors.contains("as no events: 1 line."), "\(read)")
      #expect(read.output.contains("gone") && !read.output.contains("cli  old"), "\(read)")
      #expect(read.output.ranges(of: "INV-2026-000009").count == 1, "\(read)")
      #expect(!read.output.contains("INV-2026-000001"), "\(read)")
      let neither = try Program.run("reconcile", environment: environment)
      #expect(neither.status == 64)
    }
  }
}

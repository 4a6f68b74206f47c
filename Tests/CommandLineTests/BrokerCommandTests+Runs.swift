import Foundation
import TestSupport
import Testing

extension BrokerCommandTests {
  @Test(
    "Runs as a new user meets them: begun, watched, its errors read, another one canceled, the draft posted",
    .timeLimit(.minutes(10)))
  func runs() async throws {
    try await Self.withInstallation { environment in
      func run(_ words: String...) throws -> Program.Result {
        try Program.run(words, environment: environment)
      }
      func object(_ text: some StringProtocol) throws -> [String: Any] {
        try #require(
          try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
      }
      #expect(try run("import", Self.sample).status == 0)
      let dates = ["--set", "targetDate=2026-12-01", "--set", "invoiceDate=2026-12-01", "--wait"]
      func start(_ id: String, _ more: String...) throws -> Program.Result {
        try Program.run(
          ["request", "invoice-run.start.v1", "--set", "invoiceRunId=\(id)"] + more + dates,
          environment: environment)
      }

      let started = try start("RUN-1", "--set", "action=Draft")
      #expect(started.status == 0, "\(started)")
      #expect(
        started.output.contains("Run RUN-1 (Generate) is Running; invoice-worker runs watch RUN-1"),
        "\(started.output)")
      // The sample has a schedule without a tax rate, and a suspended one.
      let watched = try run("runs", "watch", "RUN-1")
      #expect(watched.status == 2, "\(watched)")
      for part in ["CompletedWithErrors", "Passed over: Suspended", "EUR", "JPY", "KWD", "USD"] {
        #expect(watched.output.contains(part), "\(part): \(watched.output)")
      }
      #expect(watched.errors.isEmpty, "no bar where there is no terminal: \(watched.errors)")
      let errors = try run("runs", "errors", "RUN-1")
      #expect(errors.status == 0 && errors.output.contains("TAX_RATE_NOT_FOUND"), "\(errors)")
      #expect(errors.output.contains("ACC-4004") && errors.output.contains("BS-4003"))

      // The same as lines for machines: the last is the run that has ended.
      let lines = try run("runs", "watch", "RUN-1", "--json")
      #expect(lines.status == 2)
      let last = try object(try #require(lines.output.split(separator: "\n").last))
      #expect(last["status"] as? String == "CompletedWithErrors", "\(last)")
      #expect(last["errorCount"] as? Int == 1, "\(last)")
      #expect(try object(try run("runs", "show", "RUN-1", "--json").output).count == last.count)
      try Self.expectNarrowRuns(environment)

      let again = try start("RUN-1", "--set", "action=Draft")
      #expect(again.status == 3 && again.output.contains("INVOICE_RUN_EXISTS"), "\(again)")
      let late = try run(
        "request", "invoice-run.cancel.v1", "--set", "invoiceRunId=RUN-1", "--wait")
      #expect(late.status == 3 && late.output.contains("INVOICE_RUN_NOT_RUNNING"), "\(late)")
      try Self.expectUnknownRuns(environment)

      let posted = try run(
        "request", "invoice-run.post.v1", "--set", "invoiceRunId=RUN-1", "--wait")
      #expect(posted.status == 0, "\(posted)")
      let runs = try run("runs", "list", "--kind", "post", "--json")
      let posting = try #require(
        try JSONSerialization.jsonObject(with: Data(runs.output.utf8)) as? [[String: Any]])
      let id = try #require(posting.first?["invoiceRunId"] as? String)
      #expect(posting.count == 1 && posting.first?["parentRunId"] as? String == "RUN-1")
      let latest = try run("runs", "list", "--limit", "1", "--json")
      #expect(latest.output.contains(id) && !latest.output.contains(#""RUN-1","kind""#))
      #expect(latest.errors == "Only the latest is shown; --limit shows more.\n", "\(latest)")
      #expect(try run("runs", "watch", id).status == 0)
      let drafts = try run("invoices", "list", "--status", "Draft")
      #expect(drafts.output.contains("No invoices"), "\(drafts.output)")
    }
  }

  @Test(
    "Schedulers as a new user meets them: one fires while one looks on, the next five times are shown",
    .timeLimit(.minutes(10)))
  func schedulers() async throws {
    try await Self.withInstallation { environment in
      func run(_ words: String...) throws -> Program.Result {
        try Program.run(words, environment: environment)
      }
      func list() throws -> [[String: Any]] {
        let listed = try run("schedulers", "list", "--json")
        let found = try JSONSerialization.jsonObject(with: Data(listed.output.utf8))
        return try #require(found as? [[String: Any]])
      }
      #expect(try run("import", Self.sample).status == 0)
      // The sample has one that is a draft.
      let sample = try #require(try list().first)
      #expect(sample["schedulerId"] as? String == "MONTH-END", "\(sample)")
      let next = try #require(sample["nextOccurrences"] as? [[String: Any]])
      #expect(next.count == 5)
      // Once: its time is past when it is made Active, so that it begins at once.
      let once = """
        {"type":"InvoiceScheduler","id":"ONCE","name":"Once","status":"Active","frequency":"Once",\
        "startDate":"2026-01-02","time":"06:00","timeZone":"Europe/Oslo","targetDate":"2026-12-01",\
        "invoiceDate":"2026-12-01","action":"Draft","criteria":{"accountIds":["ACC-2002"]}}
        """
      let stored = try Program.run(
        ["request", "records.upsert.v1", "--set", "records=[\(once)]", "--wait"],
        environment: environment)
      #expect(stored.status == 0, "\(stored)")
      var begun: String?
      try await eventually("the scheduler has begun its run") {
        let occurrences = try list().last?["occurrences"] as? [[String: Any]]
        begun = occurrences?.first?["invoiceRunId"] as? String
        return begun != nil
      }
      let id = try #require(begun)
      #expect(try run("runs", "watch", id).status == 0)
      let invoices = try run("invoices", "list", "--account", "ACC-2002")
      #expect(invoices.output.contains("Draft"), "\(invoices.output)")
      let text = try Self.shown(["schedulers", "list"], columns: 60, environment)
      for part in ["ONCE", "run \(id.prefix(8))", "MONTH-END", "22:00 Europe/Berlin"] {
        #expect(text.contains(part), "\(part): \(text)")
      }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 }, "\(text)")
    }
  }

  /// What is shown of RUN-1, which has an error, fits a terminal of 60 columns.
  private static func expectNarrowRuns(_ environment: [String: String]) throws {
    for (command, part) in [
      (["show", "RUN-1"], "RUN-1"), (["list"], "CompletedWithErrors"),
      (["errors", "RUN-1"], "TAX_RATE_NOT_FOUND"),
    ] {
      let text = try shown(["runs"] + command, columns: 60, environment)
      #expect(text.contains(part), "\(text)")
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 }, "\(text)")
    }
  }

  /// A run that does not exist is not an empty answer.
  private static func expectUnknownRuns(_ environment: [String: String]) throws {
    for command in ["show", "errors", "watch"] {
      let unknown = try Program.run("runs", command, "NOPE", environment: environment)
      #expect(unknown.status == 1 && unknown.errors.contains("no invoice run NOPE"), "\(unknown)")
      let nameless = try Program.run("runs", command, "", environment: environment)
      #expect(nameless.status == 64 && nameless.errors.contains("is empty"), "\(nameless)")
    }
  }
}

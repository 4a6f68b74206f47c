import Foundation
import Testing

extension BrokerCommandTests {
  @Test(
    "CLI 1, 32: what is passed over is explained everywhere, and a log is resolved when it is billed",
    .timeLimit(.minutes(10)))
  func passedOver() async throws {
    try await Self.withInstallation { environment in
      func run(_ words: String..., input: String = "") throws -> Program.Result {
        try Program.run(words, environment: environment, input: input)
      }
      #expect(try run("import", Self.sample).status == 0)
      func bill(_ id: String, _ extra: String...) throws -> Program.Result {
        try Program.run(
          [
            "request", "invoice.generate.v1", "--id", id, "--set", "targetDate=2026-12-01", "--set",
            "invoiceDate=2026-12-01", "--set", "action=Draft", "--set", "accountId=ACC-4004",
            "--set", "requestedBy.name=Billing Ops", "--wait",
          ] + extra, environment: environment)
      }
      #expect(try bill("p-1").status == 2)
      let again = try bill("p-2")
      #expect(again.status == 0, "\(again)")
      #expect(again.output.contains("Nothing was invoiced."), "\(again.output)")
      #expect(again.output.contains("Schedule  Reason"), "\(again.output)")
      #expect(again.output.contains("EL-0000") && again.output.contains("TAX_RATE_NOT_FOUND"))
      // The draft is in the way of what it holds.
      #expect(again.output.contains("Draft "), "\(again.output)")
      let shown = try run("requests", "show", "p-2")
      #expect(shown.output.contains("Billing Ops"), "\(shown.output)")
      #expect(shown.output.contains("Nothing was invoiced."), "\(shown.output)")

      let schedules = try run("schedules", "list", "--account", "ACC-4004")
      #expect(schedules.status == 0 && schedules.output.contains("EL-0000"), "\(schedules)")
      // CLI 28: in 60 columns identifiers, dates and reasons are still whole.
      let narrow = try Self.shown(
        ["schedules", "list", "--account", "ACC-4004"], columns: 60, environment)
      for word in ["BS-4001", "BS-4002", "passed over: EL-0000", "TAX_RATE_NOT_FOUND"] {
        #expect(narrow.contains(word), "\(word): \(narrow)")
      }
      #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 60 }, "\(narrow)")
      let failed = try run("schedules", "list", "--status", "error", "--json")
      let found = try #require(
        try JSONSerialization.jsonObject(with: Data(failed.output.utf8)) as? [[String: Any]])
      let schedule = try #require(found.first?["billingScheduleId"] as? String)
      let number = try #require(found.first?["errorLogNumber"] as? String)
      let one = try run("schedules", "show", schedule)
      #expect(one.output.contains("billing-schedule.recover.v1"), "\(one.output)")
      let account = try run("accounts", "show", "ACC-4004")
      #expect(account.output.contains("Prairie Analytics Inc."), "\(account)")
      #expect(account.output.contains("1 Error"), "\(account.output)")
      #expect(try run("accounts", "show", "NOPE").status == 1)
      #expect(try run("contracts", "show", "NOPE").status == 1)

      let rate = """
        {"type":"TaxRate","id":"US-DIGITAL","country":"US","taxCode":"DIGITAL","name":"Sales tax",\
        "percent":"5","effectiveFrom":"2020-01-01"}
        """
      #expect(try run("import", "-", input: rate).status == 0)
      let recovered = try run(
        "request", "billing-schedule.recover.v1", "--set",
        "billingScheduleIds=[\"\(schedule)\"]", "--wait")
      #expect(recovered.status == 0, "\(recovered)")
      #expect(try bill("p-3").status == 0)
      let logs = try run("error-logs", "list", "--account", "ACC-4004", "--json")
      let stored = try #require(
        try JSONSerialization.jsonObject(with: Data(logs.output.utf8)) as? [[String: Any]])
      let log = try #require(stored.first { $0["errorLogNumber"] as? String == number })
      #expect(log["resolvedAt"] is String, "\(log)")

      let settled = try run("error-logs", "resolve", number)
      #expect(settled.status == 0 && settled.output.contains("already"), "\(settled)")
      #expect(try run("error-logs", "resolve", "EL-999999").status == 1)
      let list = try run("invoices", "list", "--status", "Draft", "--limit", "1")
      #expect(list.output.split(separator: "\n").count == 2, "\(list.output)")
      #expect(list.output.contains("Type") && list.output.contains("Balance"))
    }
  }
}

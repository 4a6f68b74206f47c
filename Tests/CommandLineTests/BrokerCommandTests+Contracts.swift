import Foundation
import Testing

extension BrokerCommandTests {
  @Test("A preview and the results of contracts can be read", .timeLimit(.minutes(10)))
  func previewAndContracts() async throws {
    try await Self.withInstallation { environment in
      let account = """
        {"type":"Account","id":"A","name":"A","currency":"EUR","billToContact":{"name":"P"},\
        "billingAddress":{"street":"S","city":"C","postalCode":"1","country":"DE"}}
        """
      let contract = """
        {"type":"BillingContract","id":"C","accountId":"A","name":"C",\
        "automation":{"charge":true,"sync":false,"send":false}}
        """
      let schedule = """
        {"type":"BillingSchedule","id":"S","accountId":"A","billingContractId":"C",\
        "productName":"Support","billingMethod":"Evergreen","billingTermUnit":"Month",\
        "startDate":"2026-01-31","quantity":"1","unitPrice":"10","billingPeriodAmount":"10.00"}
        """
      let imported = try Program.run(
        "import", "-", environment: environment,
        input: [account, contract, schedule].joined(separator: "\n"))
      #expect(imported.status == 0, "\(imported.errors)")

      let dates = ["--set", "targetDate=2026-02-01", "--set", "invoiceDate=2026-02-01", "--wait"]
      let preview = try Program.run(
        ["request", "invoice.preview.v1", "--set", "accountId=A", "--set", "periods:=2"] + dates,
        environment: environment)
      #expect(preview.status == 0, "\(preview.errors)")
      for row in [
        "2026-02-01 for A: 10.00 EUR, of which tax 0.00, due 2026-02-01",
        "S         Support  2026-01-31  2026-02-27         1  10.00   10.00",
        "2026-02-28 for A: 10.00 EUR, of which tax 0.00, due 2026-02-28",
        "S         Support  2026-02-28  2026-03-30         1  10.00   10.00",
      ] {
        #expect(preview.output.contains(row + "\n"), "\(preview.output)")
      }

      let request = try Program.sampleFile(
        """
        {"billingContracts": [{"billingContractId": "C"}], "targetDate": "2026-02-01",
         "invoiceDate": "2026-02-01", "action": "Posted"}
        """)
      defer { try? FileManager.default.removeItem(at: request) }
      let billed = try Program.run(
        "request", "invoice.generate.v1", "--file", request.path, "--wait",
        environment: environment)
      #expect(billed.status == 0, "\(billed.errors)")
      #expect(
        billed.output.contains("C         2026-01-31  2026-02-27  invoiced  INV-2026-000001\n"),
        "\(billed.output)")
      let listed = try Program.run(
        "invoices", "list", "--contract", "C", environment: environment)
      #expect(listed.output.contains("INV-2026-000001"))
      let shown = try Program.run("contracts", "show", "C", environment: environment)
      #expect(shown.output.contains("2026-02-28  2026-03-30  open, due 2026-02-28"), "\(shown)")
      #expect(shown.output.contains("2026-01-31  2026-02-27  on INV-2026-000001"), "\(shown)")
      let invoice = try Program.run(
        "invoices", "show", "inv-2026-000001", environment: environment)
      #expect(invoice.status == 1 && invoice.errors.contains("did you mean INV-2026-000001?"))
      let one = try Program.run("invoices", "show", "INV-2026-000001", environment: environment)
      #expect(one.output.contains("2026-01-31 to 2026-02-27"), "\(one.output)")
      let json = try Program.run(
        "invoices", "show", "INV-2026-000001", "--json", environment: environment)
      #expect(json.output.contains(#""billingContractId":"C""#), "\(json.output)")
      #expect(json.output.contains(#""accountName":"A""#), "\(json.output)")
    }
  }
}

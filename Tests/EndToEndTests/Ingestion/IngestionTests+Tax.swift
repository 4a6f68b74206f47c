import AMQP
import Billing
import IngestionVectors
import JSON
import Monetary
import TestWorker
import Testing

extension IngestionTests {
  @Test(arguments: TestStore.both)
  func `lines without tax amounts are estimated, Pending or Estimated, beside lines with amounts`(
    store: TestStore
  ) async throws {
    let customer = try await Customer(on: store)
    let treated = customer.bare(["taxTreatmentId": customer.treatment])
    for status in [nil, "Pending", "Estimated"] {
      let completion = try await customer.ingest(
        treated.setting("taxCalculationStatus", to: status))
      #expect(completion.outcome == "Succeeded", "\(completion.places)")
      #expect(completion.data["invoices"][0]["totalTaxAmount"].text == "10.00")
    }
    #expect(
      try customer.invoices().flatMap(\.lines).allSatisfy { $0.taxProcessingStatus == .estimated })

    let given: [String: Any] = [
      "name": "Given", "quantity": "1", "unitPrice": "100.00", "chargeAmount": "100.00",
      "taxTreatmentId": customer.treatment,
      "taxes": [["name": "VAT", "rate": "10", "amount": "7.77"]],
    ]
    let mixed = try await customer.ingest(
      treated.setting("invoice.lines.1", to: given)
        .setting("taxCalculationStatus", to: "Estimated"))
    #expect(mixed.data["invoices"][0]["totalTaxAmount"].text == "17.77")
    #expect(mixed.warningPlaces == ["TAX_AMOUNT_MISMATCH /invoice/lines/1/taxes/0/amount"])
    let again = try await customer.ingest(
      treated.setting("invoice.lines.1", to: given)
        .setting("taxCalculationStatus", to: "Estimated").setting("shouldCalculateTax", to: true))
    #expect(again.data["invoices"][0]["totalTaxAmount"].text == "20.00")
  }

  @Test(arguments: TestStore.both)
  func `a rate that is not known refuses the invoice at the line`(store: TestStore) async throws {
    let customer = try await Customer(on: store, country: "SE")
    let completion = try await customer.ingest(
      customer.bare(["taxTreatmentId": customer.treatment]))
    #expect(completion.outcome == "Failed")
    #expect(completion.places == ["TAX_RATE_NOT_FOUND /invoice/lines/0"])
    #expect(try customer.storedRows() == 0)
  }

  @Test(arguments: TestStore.both)
  func `the tax of a stored draft is calculated again, of a posted invoice never`(
    store: TestStore
  ) async throws {
    let customer = try await Customer(on: store)
    let draft = try await customer.ingest(
      customer.bare(["taxTreatmentId": customer.treatment])
        .setting("invoice.prepaidAmount", to: "30.00"))
    let invoice = try #require(draft.invoiceId)
    #expect(draft.data["invoices"][0]["totalAmountWithTax"].text == "110.00")
    try await customer.system.store(customer.taxRate("20"))
    let id = newIdentifier()
    let taxed = try await customer.calculateTax(invoice, id: id)
    #expect(taxed.outcome == "Succeeded")
    #expect(taxed.data["invoices"][0]["totalAmountWithTax"].text == "120.00")
    let stored = try #require(try customer.invoices().first)
    #expect(stored.lines[0].taxes.map(\.amount.decimalText) == ["20.00"])
    #expect(stored.balance.decimalText == "90.00", "what was prepaid stays prepaid")
    // The same request again: the stored answer, and no other effect.
    try await customer.system.store(customer.taxRate("30"))
    _ = try await customer.calculateTax(invoice, id: id)
    _ = try await customer.system.completions(id, atLeast: 2)
    #expect(try customer.invoices().first?.balance.decimalText == "90.00")

    let posted = try #require(try await customer.ingest(customer.posted()).invoiceId)
    let final = newIdentifier()
    let refused = try await customer.calculateTax(posted, id: final)
    #expect(refused.outcome == "Failed" && refused.places == ["INVOICE_NOT_DRAFT /invoiceId"])
    let log = try #require(try customer.system.errorLogs(ofRequest: final).first)
    #expect(log.entry.category == .taxCalculation)
    #expect(log.entry.primaryRecord == RecordReference(type: .account, id: customer.account))
    let unknown = try await customer.calculateTax("no-such-invoice")
    #expect(unknown.outcome == "Failed" && unknown.places == ["INVOICE_NOT_FOUND /invoiceId"])
  }

  @Test(arguments: TestStore.both)
  func `the tax of a generated draft is calculated again too`(store: TestStore) async throws {
    let customer = try await Customer(on: store)
    try await customer.system.store(
      SampleRecords.schedule(
        "\(customer.account).s", account: customer.account,
        ["taxTreatmentId": .text(customer.treatment)]))
    let made = try await customer.system.generate(["accountId": .text(customer.account)])
    let invoice = try #require(made.invoiceId)
    #expect(made.data["invoices"][0]["totalAmountWithTax"].text == "110.00")
    try await customer.system.store(customer.taxRate("12"))
    let taxed = try await customer.calculateTax(invoice)
    #expect(taxed.data["invoices"][0]["totalAmountWithTax"].text == "112.00")
    #expect(try customer.invoices().first?.totalTaxAmount.decimalText == "12.00")
  }

  /// A kind of document, and what its lines and totals come to.
  struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Members of the invoice.
    let invoice: String
    /// Of each stored line.
    let amounts: [String]
    let taxes: [String]
    /// taxExclusive, tax, taxInclusive, balance.
    let totals: [String]
  }

  static let shapes = [
    Shape(
      testDescription: "allowance and charge on the document, prepaid, rounded",
      invoice: """
        "lines": [\(line("100.00", "S", "25"))],
        "allowances": [{"amount": "10.00", "reason": "loyalty", "taxCategory": "S", "taxRate": "25"}],
        "charges": [{"amount": "4.00", "reason": "freight", "taxCategory": "S", "taxRate": "25.0"}],
        "taxBreakdown": [{"category": "S", "rate": "25", "taxableAmount": "94.00", "taxAmount": "23.50"}],
        "prepaidAmount": "17.45", "payableRounding": "-0.05",
        "statedTotals": {"lines": "100.00", "allowances": "10.00", "charges": "4.00", "taxExclusive": "94.00",
          "tax": "23.50", "taxInclusive": "117.50", "payable": "100.00"}
        """,
      amounts: ["100.00", "-10.00", "4.00"], taxes: ["25.00", "-2.50", "1.00"],
      totals: ["94.00", "23.50", "117.50", "100.00"]),
    Shape(
      testDescription: "price base quantity",
      invoice: """
        "lines": [{"name": "Screws", "quantity": "250", "unitPrice": "3.999", "priceBaseQuantity": "1000",
          "chargeAmount": "1.00", "taxCategory": "S", "taxRate": "25"}],
        "taxBreakdown": [{"category": "S", "rate": "25", "taxAmount": "0.25"}]
        """,
      amounts: ["1.00"], taxes: ["0.25"], totals: ["1.00", "0.25", "1.25", "1.25"]),
    Shape(
      testDescription: "several rates, rounded once for each",
      invoice: """
        "lines": [\(line("0.10", "S", "25")), \(line("0.10", "S", "25")), \(line("10.00", "S", "12")),
          \(line("5.00", "Z", "0"))],
        "taxBreakdown": [{"category": "S", "rate": "25", "taxAmount": "0.05"},
          {"category": "S", "rate": "12", "taxAmount": "1.20"}, {"category": "Z", "rate": "0", "taxAmount": "0"}]
        """,
      amounts: ["0.10", "0.10", "10.00", "5.00"], taxes: ["0.03", "0.02", "1.20", "0.00"],
      totals: ["15.20", "1.25", "16.45", "16.45"]),
    Shape(
      testDescription: "reverse charge and exempt",
      invoice: """
        "lines": [\(line("80.00", "AE", "0")), \(line("20.00", "E", "0"))],
        "taxBreakdown": [{"category": "AE", "rate": "0", "taxableAmount": "80.00", "taxAmount": "0.00"},
          {"category": "E", "taxableAmount": "20.00", "taxAmount": "0.00"}]
        """,
      amounts: ["80.00", "20.00"], taxes: ["0.00", "0.00"],
      totals: ["100.00", "0.00", "100.00", "100.00"]),
    Shape(
      testDescription: "a credit note counts with the opposite sign",
      invoice: """
        "documentType": "CreditNote", "lines": [\(line("100.00", "S", "25"))],
        "taxBreakdown": [{"category": "S", "rate": "25", "taxAmount": "25.00"}]
        """,
      amounts: ["100.00"], taxes: ["25.00"], totals: ["100.00", "25.00", "125.00", "-125.00"]),
    Shape(
      testDescription: "a negative invoice keeps its sign",
      invoice: """
        "lines": [\(line("-100.00", "S", "25"))],
        "taxBreakdown": [{"category": "S", "rate": "25", "taxAmount": "-25.00"}]
        """,
      amounts: ["-100.00"], taxes: ["-25.00"],
      totals: ["-100.00", "-25.00", "-125.00", "-125.00"]),
    Shape(
      testDescription: "no decimals",
      invoice: """
        "currency": "JPY", "lines": [\(line("1005", "S", "10")), \(line("1000", "S", "10"))],
        "taxBreakdown": [{"category": "S", "rate": "10", "taxAmount": "201"}]
        """,
      amounts: ["1005", "1000"], taxes: ["101", "100"], totals: ["2005", "201", "2206", "2206"]),
    Shape(
      testDescription: "three decimals",
      invoice: """
        "currency": "KWD", "lines": [\(line("99.125", "S", "5"))], "prepaidAmount": "0.001",
        "taxBreakdown": [{"category": "S", "rate": "5", "taxAmount": "4.956"}]
        """,
      amounts: ["99.125"], taxes: ["4.956"],
      totals: ["99.125", "4.956", "104.081", "104.080"]),
  ]

  private static func line(_ amount: String, _ category: String, _ rate: String) -> String {
    #"{"name": "L", "quantity": "1", "unitPrice": "\#(amount)", "chargeAmount": "\#(amount)","#
      + #" "taxCategory": "\#(category)", "taxRate": "\#(rate)"}"#
  }

  @Test(arguments: TestStore.both, shapes)
  func `a document of this kind is ingested exactly`(
    store: TestStore, shape: Shape
  ) async throws {
    let customer = try await Customer(on: store)
    let defaults = shape.invoice.contains("currency") ? "" : #""currency": "EUR","#
    let body = """
      {"invoice": {"billingAccountId": "\(customer.account)", \(defaults) "invoiceDate": "2026-11-20",
        "status": "Posted", "invoiceNumber": "\(customer.account)", "postedDate": "2026-11-20",
        \(shape.invoice)}, "taxCalculationStatus": "Posted"}
      """
    let completion = try await customer.system.complete(
      SampleRequest("invoice.ingest.v1", id: newIdentifier(), body: Array(body.utf8)))
    #expect(completion.outcome == "Succeeded", "\(completion.places)")
    #expect(completion.warningPlaces == [])
    let stored = try #require(try customer.invoices().first)
    #expect(stored.lines.map(\.amount.decimalText) == shape.amounts)
    #expect(stored.lines.flatMap(\.taxes).map(\.amount.decimalText) == shape.taxes)
    #expect(
      [stored.totalAmount, stored.totalTaxAmount, stored.totalAmountWithTax, stored.balance]
        .map(\.decimalText) == shape.totals)
  }
}

import AMQP
import Billing
import CivilTime
import IngestionVectors
import JSON
import Monetary
import TestWorker
import Testing

/// Ingestion through the broker, on both stores.
@Suite(.bothStores) struct IngestionTests {
  @Test(arguments: TestStore.both, VectorDocument.all)
  func `an official example is refused when one thing is wrong, and ingested with its totals`(
    store: TestStore, document: VectorDocument
  ) async throws {
    let customer = try await Customer(on: store)
    let right = try tree(of: document, for: customer)

    // One total, one tax, one date, one currency, one reference wrong.
    let mutations: [(path: String, value: String, place: String)] = [
      ("statedTotals.payable", "0.01", "TOTALS_MISMATCH /invoice/statedTotals/payable"),
      ("statedTotals.lines", "0.01", "TOTALS_MISMATCH /invoice/statedTotals/lines"),
      ("statedTotals.tax", "99999.99", "TOTALS_MISMATCH /invoice/statedTotals/tax"),
      (
        "taxBreakdown.0.taxableAmount", "0.01",
        "TOTALS_MISMATCH /invoice/taxBreakdown/0/taxableAmount"
      ),
      ("invoiceDate", "2026-02-30", "REQUEST_INVALID /invoice/invoiceDate"),
      ("currency", "XXX", "CURRENCY_UNKNOWN /invoice/currency"),
      ("referenceEntity.id", "\(customer.order).x", "ORDER_NOT_FOUND /invoice/referenceEntity/id"),
      ("billingAccountId", "\(customer.account).x", "ACCOUNT_NOT_FOUND /invoice/billingAccountId"),
    ]
    let refused = try await customer.ingestAtOnce(
      mutations.map { right.setting("invoice.\($0.path)", to: $0.value) })
    for (completion, mutation) in zip(refused, mutations) {
      #expect(completion.places.first == mutation.place)
      // Without an account nothing belongs to it: neither does the order.
      #expect(Set(completion.places).count == 1, "\(completion.places)")
      let isInvalid = mutation.place.hasPrefix("REQUEST_INVALID")
      #expect(completion.outcome == (isInvalid ? "Rejected" : "Failed"))
      #expect(completion.data["invoices"].elements.isEmpty)
    }
    #expect(try customer.storedRows() == 0)

    let id = newIdentifier()
    let completion = try await customer.ingest(right, id: id)
    #expect(completion.outcome == "Succeeded", "\(completion.places)")
    var warnings = try document.mismatchedLines().map { "LINE_AMOUNT_MISMATCH \($0)" }
    if document.name == "huf_example_cii" {
      warnings.append("TAX_AMOUNT_MISMATCH /invoice/taxBreakdown/0/taxAmount")
    }
    // Two of the documents are due before they were issued, which is no matter of amounts.
    #expect(completion.warningPlaces.filter { !$0.hasPrefix("DUE_DATE") } == warnings)

    let stored = try #require(try customer.invoices().first)
    #expect(stored.status == .posted && stored.creationMode == .external)
    #expect(stored.number == "\(customer.account)/\(document.name)")
    let stated = try document.totals().map { try #require(ExactDecimal(wire: $0)) }
    let payable = try document.isCreditNote() ? stored.balance.negated : stored.balance
    #expect(
      [
        stored.totalAmount.decimal, stored.totalTaxAmount.decimal,
        stored.totalAmountWithTax.decimal, payable.decimal,
      ] == stated)
    #expect(try customer.orderInvoices().map(\.id) == [stored.id])
    let event = try await customer.system.events.first("the invoice's event") {
      $0.routingKey == "invoice.ingested.v1" && $0.properties.correlationId == id
    }
    #expect(event.data["invoiceId"].text == stored.id.text)
    #expect(event.data["totalAmountWithTax"].text == stored.totalAmountWithTax.decimalText)
    #expect(event.data["lines"].elements.count == stored.lines.count)
  }

  private func tree(
    of document: VectorDocument, for customer: Customer
  ) throws -> RequestTree {
    try RequestTree(
      document.request(account: customer.account, uniqueIdentifier: customer.account)
    )
    .setting("invoice.referenceEntity", to: ["type": "Order", "id": customer.order])
    .setting("invoice.invoiceNumber", to: "\(customer.account)/\(document.name)")
  }

  @Test(arguments: TestStore.both)
  func `the whole graph is stored, as a draft and posted`(store: TestStore) async throws {
    let customer = try await Customer(on: store)
    let draft = try await customer.ingest(customer.example())
    #expect(draft.outcome == "Succeeded", "\(draft.places)")
    let first = try #require(try customer.invoices().first)
    #expect(first.status == .draft && first.number == nil && first.postedDate == nil)
    #expect(first.dueDate.description == "2026-12-20")
    #expect(first.billToContact.name == "A. Payable")
    let line = try #require(first.lines.first)
    #expect(line.id == "l1" && line.name == "Support" && line.unitOfMeasure == "HUR")
    #expect(line.period?.lastDay.description == "2026-11-30")
    #expect(line.quantity == ExactDecimal(wire: "1.5") && line.amount.decimalText == "140.00")
    #expect(line.taxProcessingStatus == .estimated)
    #expect(line.taxes.map(\.amount.decimalText) == ["35.00"] && line.taxes.map(\.name) == ["VAT"])
    #expect(line.ingested?.allowances.map(\.reason) == ["loyalty"])
    #expect(line.ingested?.taxTreatmentId == "std")
    #expect(line.ingested?.shippingAddressId == "a1")
    #expect(first.ingested?.addresses.map(\.label) == ["a1"])
    #expect(first.ingested?.addresses.map(\.address.city) == ["Oslo"])
    #expect(first.description == "November")
    #expect(first.ingested?.referenceEntity == .order(Order.ID(customer.order)))

    let posted = try await customer.ingest(
      customer.posted().setting("invoice.uniqueIdentifier", to: "\(customer.account).2"))
    #expect(posted.outcome == "Succeeded", "\(posted.places)")
    let second = try #require(try customer.invoices().first { $0.status == .posted })
    #expect(second.number == "\(customer.account)/1")
    #expect(second.postedDate?.description == "2026-11-20")
    #expect(second.lines.map(\.taxProcessingStatus) == [.posted])
  }

  @Test(arguments: TestStore.both)
  func `every rule is named with its pointer and breaks nothing else`(
    store: TestStore
  ) async throws {
    let customer = try await Customer(on: store)
    let example = try customer.example()
    let completions = try await customer.ingestAtOnce(
      RuleCase.all.map { try $0.applied(to: example) })
    for (completion, rule) in zip(completions, RuleCase.all) {
      #expect(completion.places == [rule.place], "\(rule)")
      #expect(completion.outcome == rule.outcome, "\(rule)")
      for message in completion.data["errors"].texts("errorMessage") {
        #expect(message.contains(" ") && message.hasSuffix("."), "a sentence: \(message)")
      }
    }
    #expect(try customer.storedRows() == 0)
  }

  @Test(arguments: TestStore.both)
  func `all faults are reported at once, and nothing is stored`(store: TestStore) async throws {
    let customer = try await Customer(on: store)
    let id = newIdentifier()
    let completion = try await customer.ingest(
      customer.example().setting("invoice.currency", to: "EURO")
        .setting("invoice.referenceEntity.id", to: "zz")
        .setting("invoice.lines.0.endDate", to: "2026-10-31")
        .setting("invoice.lines.0.taxTreatmentId", to: "zz")
        .setting("shouldCalculateTax", to: true).setting("invoice.status", to: "Posted"), id: id)
    #expect(completion.outcome == "Rejected")
    #expect(
      completion.places == [
        "CURRENCY_UNKNOWN /invoice/currency", "ORDER_NOT_FOUND /invoice/referenceEntity/id",
        "REQUEST_INVALID /taxCalculationStatus", "REQUEST_INVALID /shouldCalculateTax",
        "REQUEST_INVALID /invoice/invoiceNumber", "REQUEST_INVALID /invoice/postedDate",
        "REQUEST_INVALID /invoice/lines/0/endDate",
        "RECORD_REFERENCE_NOT_FOUND /invoice/lines/0/taxTreatmentId",
      ])
    #expect(try customer.storedRows() == 0)
    let log = try #require(try customer.system.errorLogs(ofRequest: id).first)
    #expect(log.entry.category == .invoiceIngestion)
    #expect(completion.data["errorLogNumbers"].texts == [log.number])
  }

  @Test(arguments: TestStore.both)
  func `warnings stand beside success`(store: TestStore) async throws {
    let customer = try await Customer(on: store)
    let completion = try await customer.ingest(
      customer.example().setting("invoice.dueDate", to: "2026-11-19")
        .setting("invoice.lines.0.unitPrice", to: "99.00")
        .setting("invoice.lines.0.taxes.0.rate", to: "24")
        .setting("invoice.taxBreakdown", to: [String]()))
    #expect(completion.outcome == "Succeeded")
    #expect(completion.data["isSuccess"].text == "true")
    #expect(
      completion.warningPlaces == [
        "DUE_DATE_BEFORE_INVOICE_DATE /invoice/dueDate",
        "LINE_AMOUNT_MISMATCH /invoice/lines/0",
        "TAX_AMOUNT_MISMATCH /invoice/lines/0/taxes/0/amount",
      ])
    let message = completion.data["warnings"][1]["errorMessage"].text ?? ""
    #expect(message.contains("140.00") && message.contains("138.50"), "both numbers: \(message)")
    #expect(try customer.invoices().count == 1)
  }
}

import AMQP
import Billing
import IngestionVectors
import JSON
import Storage
import TestWorker
import Testing

/// An account of a test's own with an order, and what the contract's example of an ingestion request names.
struct Customer {
  let system: RunningSystem
  let account: String
  var order: String { "\(account).o" }
  /// A taxable treatment of this customer's own, at 10 % in Norway.
  var treatment: String { "\(account).t" }

  init(on store: TestStore, country: String = "NO") async throws {
    system = try BothStores.system(on: store)
    account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account, currency: "EUR", country: country),
      SampleRecords.order(order, account: account), taxRate("10"),
      SampleRecords.taxTreatment(treatment, code: account),
      SampleRecords.taxTreatment("std", code: "VAT"),
      ["type": "TaxTreatment", "id": "free", "name": "Free", "isTaxable": false],
      SampleRecords.taxRate("no25", country: "NO", code: "VAT", percent: "25"))
  }

  func taxRate(_ percent: String) -> JSONLiteral {
    SampleRecords.taxRate("\(account).r", country: "NO", code: account, percent: percent)
  }

  /// The contract's example, for this customer.
  func example() throws -> RequestTree {
    try RequestTree.example().setting("invoice.billingAccountId", to: account)
      .setting("invoice.referenceEntity.id", to: order)
      .setting("invoice.uniqueIdentifier", to: account)
  }

  /// The same, ingested as posted.
  func posted() throws -> RequestTree {
    try example().setting("invoice.status", to: "Posted")
      .setting("invoice.invoiceNumber", to: "\(account)/1")
      .setting("invoice.postedDate", to: "2026-11-20")
      .setting("taxCalculationStatus", to: "Posted")
  }

  /// A draft of one line, with nothing beyond what a request must have.
  func bare(_ line: [String: Any] = [:]) -> RequestTree {
    let own: [String: Any] = [
      "name": "Support", "quantity": "1", "unitPrice": "100.00", "chargeAmount": "100.00",
    ]
    return RequestTree([
      "invoice": [
        "billingAccountId": account, "currency": "EUR", "invoiceDate": "2026-11-20",
        "lines": [own.merging(line) { $1 }],
      ]
    ])
  }

  @discardableResult
  func ingest(_ tree: RequestTree, id: String = newIdentifier()) async throws -> RecordedMessage {
    try await system.complete(Self.request(tree, id: id))
  }

  /// Sends them all before the first is answered.
  func ingestAtOnce(_ trees: [RequestTree]) async throws -> [RecordedMessage] {
    let requests = try trees.map { try Self.request($0, id: newIdentifier()) }
    try await system.publish(requests)
    var completions: [RecordedMessage] = []
    for request in requests {
      completions.append(try await system.completion(request.properties.messageId ?? ""))
    }
    return completions
  }

  private static func request(_ tree: RequestTree, id: String) throws -> SampleRequest {
    SampleRequest("invoice.ingest.v1", id: id, body: try tree.bytes())
  }

  func calculateTax(_ invoice: String, id: String = newIdentifier()) async throws -> RecordedMessage
  {
    try await system.complete(
      SampleRequest("invoice.calculate-tax.v1", id: id, ["invoiceId": .text(invoice)]))
  }

  /// What is stored of this customer.
  func invoices() throws -> [Invoice] { try system.invoices(of: account) }

  func orderInvoices() throws -> [Invoice] {
    try system.queries { try $0.invoices(of: Order.ID(order)) }
  }

  /// Every row that an invoice of this customer would have.
  func storedRows() throws -> Int {
    let own = "SELECT id FROM invoice WHERE account_id = '\(account)'"
    let tables = [
      "invoice_line", "invoice_line_tax", "ingested_address", "ingested_line",
      "ingested_line_adjustment",
    ]
    return try system.count("SELECT count(*) FROM invoice WHERE account_id = '\(account)'")
      + system.count(
        "SELECT count(*) FROM ingested_invoice WHERE unique_identifier LIKE '\(account)%'")
      + tables.map {
        try system.count("SELECT count(*) FROM \($0) WHERE invoice_id IN (\(own))")
      }.reduce(0, +)
  }
}

extension RecordedMessage {
  /// Code and pointer of every error of a completion, such as `TOTALS_MISMATCH /invoice/statedTotals/tax`.
  var places: [String] { Self.places(data["errors"].elements) }

  var warningPlaces: [String] { Self.places(data["warnings"].elements) }

  private static func places(_ faults: [JSONValue]) -> [String] {
    faults.map { "\($0["errorCode"].text ?? "-") \($0["pointer"].text ?? "-")" }
  }

  /// Of the first invoice.
  var invoiceId: String? { data["invoices"][0]["invoiceId"].text }
}

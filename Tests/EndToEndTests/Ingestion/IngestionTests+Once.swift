import AMQP
import Billing
import IngestionVectors
import JSON
import Monetary
import TestWorker
import Testing

extension IngestionTests {
  /// Accounts of their own: no account's lock makes the requests wait for each other.
  private func customers(_ count: Int, on store: TestStore) async throws -> [Customer] {
    var customers: [Customer] = []
    for _ in 0..<count { customers.append(try await Customer(on: store)) }
    return customers
  }

  /// Sends one request of each customer, all before the first is answered.
  private func ingestAtOnce(
    _ customers: [Customer], _ tree: (Customer) throws -> RequestTree
  ) async throws -> [RecordedMessage] {
    try await customers[0].ingestAtOnce(customers.map(tree))
  }

  @Test(arguments: TestStore.both)
  func `equal uniqueIdentifiers sent at once make one invoice`(store: TestStore) async throws {
    let customers = try await customers(8, on: store)
    let key = newIdentifier("U")
    let completions = try await ingestAtOnce(customers) {
      try $0.posted().setting("invoice.uniqueIdentifier", to: key)
    }
    let taken = completions.filter { $0.outcome == "Succeeded" }
    #expect(taken.count == 1)
    for completion in completions where completion.outcome != "Succeeded" {
      #expect(completion.outcome == "Failed")
      #expect(completion.places == ["DUPLICATE_UNIQUE_IDENTIFIER /invoice/uniqueIdentifier"])
      let source = completion.data["errors"][0]["errorSource"]
      #expect(source["type"].text == "Invoice" && source["id"].text == taken.first?.invoiceId)
    }
    #expect(try customers.map { try $0.invoices().count }.reduce(0, +) == 1)
    // Whatever else is wrong with a copy no longer matters.
    let later = try await customers[0].ingest(
      customers[0].posted().setting("invoice.uniqueIdentifier", to: key)
        .setting("invoice.statedTotals.payable", to: "1"))
    #expect(later.places == ["DUPLICATE_UNIQUE_IDENTIFIER /invoice/uniqueIdentifier"])
  }

  @Test(arguments: TestStore.both)
  func `the same request sent often is one effect and one answer`(store: TestStore) async throws {
    let customer = try await Customer(on: store)
    let id = newIdentifier()
    let request = SampleRequest(
      "invoice.ingest.v1", id: id, body: try customer.posted().bytes())
    try await customer.system.publish(Array(repeating: request, count: 6))
    let completions = try await customer.system.completions(id, atLeast: 6)
    #expect(Set(completions.map(\.id)).count == 1)
    #expect(Set(completions.map(\.body)).count == 1)
    #expect(completions.first?.outcome == "Succeeded")
    #expect(try customer.invoices().count == 1)
    let events = customer.system.events("invoice.ingested.v1", of: id)
    #expect(Set(events.map(\.id)).count == 1)
  }

  @Test(arguments: TestStore.both)
  func `a number is taken once for each legal entity, sent at once too`(
    store: TestStore
  ) async throws {
    let customers = try await customers(6, on: store)
    let system = customers[0].system
    let entity = newIdentifier("LE")
    try await system.store([
      "type": "LegalEntity", "id": .text(entity), "name": "Own",
      "address": ["street": "1", "city": "Oslo", "postalCode": "1", "country": "NO"],
    ])
    // The last two belong to a legal entity, the others to none, which counts as one.
    for customer in customers.suffix(2) {
      try await system.store(
        SampleRecords.account(
          customer.account, currency: "EUR", country: "NO", ["legalEntityId": .text(entity)]))
    }
    let number = newIdentifier("N")
    let completions = try await ingestAtOnce(customers) {
      try $0.posted().setting("invoice.invoiceNumber", to: number)
    }
    for part in [completions.prefix(4), completions.suffix(2)] {
      #expect(part.count { $0.outcome == "Succeeded" } == 1)
      let first = part.first { $0.outcome == "Succeeded" }?.invoiceId
      for completion in part where completion.outcome != "Succeeded" {
        #expect(completion.places == ["DUPLICATE_INVOICE_NUMBER /invoice/invoiceNumber"])
        #expect(completion.data["errors"][0]["errorSource"]["id"].text == first)
      }
    }
  }

  @Test(arguments: TestStore.both)
  func `equal documents at once for one account are one invoice`(store: TestStore) async throws {
    let customer = try await Customer(on: store)
    let tree = try customer.example()
    let completions = try await customer.ingestAtOnce(Array(repeating: tree, count: 8))
    #expect(completions.count { $0.outcome == "Succeeded" } == 1)
    #expect(try customer.invoices().count == 1)
    #expect(try customer.orderInvoices().count == 1)
  }
}

import AMQP
import Billing
import CivilTime
import Foundation
import Messages
import Monetary
import SQLiteStorage
import Storage
import Testing

@testable import Worker

/// Batches of a worker that has taxes calculated elsewhere: what is asked beforehand, and what is left out for want of an answer.
@Suite struct LeftOutRequestTests {
  private let directory = FileManager.default.temporaryDirectory
    .appending(path: "left-out-\(UUID().uuidString)", directoryHint: .isDirectory)

  private static let records = """
    {"records": [
      {"type": "TaxTreatment", "id": "T", "name": "Standard", "isTaxable": true, "taxCode": "std"},
      \(["A", "B"].map(account).joined(separator: ",\n")),
      {"type": "Account", "id": "C", "name": "C", "currency": "EUR", "billToContact": {"name": "N", "email": "c@example.com"},
       "billingAddress": {"street": "1", "city": "Oslo", "postalCode": "0155", "country": "NO"}},
      {"type": "BillingSchedule", "id": "S-C", "accountId": "C", "productName": "P", "billingMethod": "Evergreen",
       "billingTermUnit": "Month", "startDate": "2026-01-01", "quantity": "1", "unitPrice": "10.00",
       "billingPeriodAmount": "10.00"}
    ]}
    """

  /// With a schedule that is taxed.
  private static func account(_ id: String) -> String {
    """
    {"type": "Account", "id": "\(id)", "name": "\(id)", "currency": "EUR", "billToContact": {"name": "N", "email": "a@example.com"},
     "billingAddress": {"street": "1", "city": "Oslo", "postalCode": "0155", "country": "NO"}},
    {"type": "BillingSchedule", "id": "S-\(id)", "accountId": "\(id)", "productName": "P", "billingMethod": "Evergreen",
     "billingTermUnit": "Month", "startDate": "2026-01-01", "quantity": "1", "unitPrice": "100.00",
     "billingPeriodAmount": "100.00", "taxTreatmentId": "T"}
    """
  }

  private func withSession(
    _ body: (StoreSession, inout BatchTransaction) throws -> Void
  ) throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let opener = SQLiteOpener(path: directory.appending(path: "store.db").path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let session = try StoreSession(opener, for: .processing)
    var transaction = BatchTransaction(
      workerName: "w", eventSource: "/test", taxEngine: QuotedTaxEngine())
    let stored = try run(
      [ReceivedRequest.sample("records.upsert.v1", "records", Self.records)], &transaction, session)
    #expect(stored.settled.count == 1 && stored.counts.errors.isEmpty)
    try body(session, &transaction)
  }

  private func generate(_ account: String, id: String? = nil) -> ReceivedRequest {
    ReceivedRequest.sample(
      "invoice.generate.v1", id ?? account,
      """
      {"accountId": "\(account)", "targetDate": "2026-01-02", "invoiceDate": "2026-01-02", "action": "Posted"}
      """)
  }

  private func run(
    _ batch: [ReceivedRequest], _ transaction: inout BatchTransaction, _ session: StoreSession,
    _ answers: TaxQuotes.Answers = [:]
  ) throws -> BatchResult {
    try transaction.run(
      batch, in: session, deleting: SentRows(), handingOver: 100,
      quoted: QuotedTaxEngine(answers: answers))
  }

  private func ids(_ requests: some Sequence<ReceivedRequest>) -> [String] {
    requests.compactMap { $0.intake.header?.key.identifier }
  }

  /// 25 % of each line.
  private func answers(to documents: [TaxDocument]) throws -> TaxQuotes.Answers {
    let percent = ExactDecimal(25)
    return Dictionary(
      try documents.map { document in
        let lines = try document.lines.map { line in
          let tax = InvoiceLineTax(
            name: "VAT", code: "std", category: "S", rate: percent,
            amount: try line.amount.percentage(percent))
          return (line.id, [tax])
        }
        return (document, .quoted(TaxQuote(lines: Dictionary(uniqueKeysWithValues: lines))))
      }, uniquingKeysWith: { first, _ in first })
  }

  @Test("What is asked beforehand is what the transaction looks up, and others do not wait for it")
  func askedBeforehand() throws {
    try withSession { session, transaction in
      let batch = [generate("A"), generate("C"), generate("B")]
      let (asking, ready) = try transaction.toBeAsked(of: batch, in: session)
      #expect(ids(asking.map(\.received)) == ["A", "B"] && ids(ready) == ["C"])
      let documents = asking.flatMap(\.awaited.unquoted)
      #expect(documents.map(\.kind) == [.final, .final])
      #expect(try run(ready, &transaction, session).invoices == 1)
      let result = try run(
        asking.map(\.received), &transaction, session, answers(to: documents))
      #expect(result.leftOut.isEmpty && ids(result.settled) == ["A", "B"])
      #expect(result.invoices == 2)
    }
  }

  @Test(
    "A request without an answer is left out with those that repeat it, and its identifier is free")
  func leftOut() throws {
    try withSession { session, transaction in
      let batch = [generate("A"), generate("C"), generate("A"), generate("B")]
      let known = try transaction.toBeAsked(of: [generate("B")], in: session)
        .asking.flatMap(\.awaited.unquoted)
      let result = try run(batch, &transaction, session, answers(to: known))
      #expect(result.count == 4 && ids(result.settled) == ["C", "B"])
      #expect(ids(result.leftOut.map(\.received)) == ["A", "A"])
      #expect(result.leftOut.allSatisfy { $0.awaited.unquoted.count == 1 })
      #expect(result.processed == 2 && result.invoices == 2)
      #expect(try Queries(session).requests(identifier: "A").isEmpty)
      // Asked about and taken again, the first is settled and the second repeats it.
      let documents = result.leftOut.flatMap(\.awaited.unquoted)
      let again = try run(
        result.leftOut.map(\.received), &transaction, session, answers(to: documents))
      #expect(again.leftOut.isEmpty && again.processed == 1 && again.settled.count == 2)
    }
  }

  @Test(
    "A replay that is left out leaves out none of its copies that are answered: each delivery is settled or asked about"
  )
  func replayLeftOut() throws {
    try withSession { session, transaction in
      let failed = try run(
        [generate("A").givingUp(after: "a fault")], &transaction, session)
      #expect(failed.processed == 1 && failed.leftOut.isEmpty)
      let event = try #require(
        Queries(session).requests(identifier: "A").first?.outcome.completionEventId)
      let first = generate("A")
      let replay = ReceivedRequest(
        .sample(
          MessageProperties(
            headers: [DeliveryHeader.replayOf: .string(event)], messageId: "A",
            type: "invoice.generate.v1", appId: "test"), number: 2, body: first.delivery.body,
          exchange: ""),
        at: .sample)
      let batch = [first, replay, replay]
      let result = try run(batch, &transaction, session)
      #expect(result.count == 3)
      #expect(result.settled.map(\.replayOf) == [nil])
      #expect(result.leftOut.map(\.received.replayOf) == [event, event])
      // The outcome that it is to replace stands until it is settled.
      let documents = result.leftOut.flatMap(\.awaited.unquoted)
      let again = try run([replay], &transaction, session, answers(to: documents))
      #expect(again.leftOut.isEmpty && again.settled.count == 1 && again.invoices == 1)
    }
  }

  @Test("An engine that is away leaves out what needs it, with the reason")
  func away() throws {
    try withSession { session, transaction in
      let (asking, _) = try transaction.toBeAsked(of: [generate("A")], in: session)
      let away = Dictionary(
        asking.flatMap(\.awaited.unquoted).map { ($0, TaxAnswer.away(reason: "nobody answers")) },
        uniquingKeysWith: { first, _ in first })
      let result = try run([generate("A"), generate("C")], &transaction, session, away)
      #expect(ids(result.settled) == ["C"])
      #expect(result.leftOut.map(\.awaited.away) == ["nobody answers"])
    }
  }

  @Test(
    "The copy that waits for an engine keeps its attempts, and what its documents' identifiers follow from"
  )
  func delayedCopy() throws {
    let received = generate("A")
    let copy = try RetriedCopy.message(
      of: received, to: .tenSeconds,
      faults: received.copy(
        code: "TAX_ENGINE_AWAY", message: "nobody answers", retries: received.retries, worker: "w",
        at: .sample), isDelayed: true)
    let back = ReceivedRequest(
      Delivery.sample(copy.properties, body: copy.body, exchange: ""),
      at: UTCInstant.sample.adding(microseconds: 10_000_000))
    #expect(back.taxDelays == 1 && back.attempts == 1 && back.retries == 0)
    #expect(back.identifiedAt == received.identifiedAt)
    // Nor do they change where the program fails on it later.
    let retried = try RetriedCopy.message(
      of: back, to: .tenSeconds,
      faults: back.copy(
        code: "STORE_FAULT", message: "a fault", retries: back.retries + 1, worker: "w",
        at: .sample))
    let later = ReceivedRequest(
      Delivery.sample(retried.properties, body: retried.body, exchange: ""),
      at: UTCInstant.sample.adding(microseconds: 20_000_000))
    #expect(later.taxDelays == 1 && later.retries == 1)
    #expect(later.identifiedAt == received.identifiedAt)
    // What a sender writes there counts for nothing.
    let forged = ReceivedRequest(
      Delivery.sample(copy.properties, body: copy.body), at: .sample)
    #expect(forged.taxDelays == 0)
  }
}

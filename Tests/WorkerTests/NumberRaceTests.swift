import AMQP
import Billing
import Foundation
import Messages
import PostgreSQLStorage
import SQLiteStorage
import Storage
import TestPostgreSQL
import Testing

@testable import Worker

/// Two workers, of which one ingests the number that the other gives out at the same time.
@Suite struct NumberRaceTests {
  enum Store: String, CaseIterable, Sendable {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"
  }

  @Test(
    "No number is given twice when one is ingested while it is generated",
    arguments: Store.allCases)
  func ingesting(on store: Store) throws {
    try withOpener(store) { opener in
      let numbers = try race(
        opener, first: [Self.ingest, Self.draft("ACC-IN")], second: [Self.generate])
      // Where both ran at once, the later commit was planned again; a file has one writer.
      #expect(
        numbers
          == (store == .sqlite ? ["INV-2026-000001", "INV-2026-000002"] : ["INV-2026-000001"])
      )
    }
  }

  @Test(
    "No number is given twice when one is generated while it is ingested",
    arguments: Store.allCases)
  func generating(on store: Store) throws {
    try withOpener(store) { opener in
      let numbers = try race(
        opener, first: [Self.draft("ACC-OUT"), Self.generate], second: [Self.ingest])
      #expect(
        numbers
          == (store == .sqlite ? ["INV-2026-000001"] : ["INV-2026-000001", "INV-2026-000002"])
      )
    }
  }

  @Test("No number is given twice in one batch", arguments: Store.allCases)
  func together(on store: Store) throws {
    try withOpener(store) { opener in
      let session = try prepared(opener)
      try run([Self.generate, Self.ingest], in: session)
      #expect(try numbers(in: session) == ["INV-2026-000001", "INV-2026-000002"])
    }
  }

  // MARK: The race

  /// Runs the second batch when the first has loaded its facts and has stored nothing, and both until they are done, as
  /// lanes do. The numbers of all posted invoices, in order.
  private func race(
    _ opener: any DatabaseOpener, first: [ReceivedRequest], second: [ReceivedRequest]
  ) throws -> [String] {
    let session = try prepared(opener)
    let engine = InterruptedEngine(batch: second, other: try StoreSession(opener, for: .processing))
    try run(first, in: session, taxEngine: engine)
    // On SQLite the first worker held the file: the second was refused, and tries again.
    if engine.failure != nil { try run(second, in: session) }
    return try numbers(in: session)
  }

  private func run(
    _ batch: [ReceivedRequest], in session: StoreSession,
    taxEngine: any TaxEngine = RateTableTaxEngine()
  ) throws {
    for _ in 0..<3 {
      guard let failure = Self.failure(of: batch, in: session, taxEngine: taxEngine) else { return }
      guard failure.kind == .contention else { throw failure }
    }
    Issue.record("nothing is in the way of the batch any more, and still it does not run")
  }

  /// Runs a batch once; nil when it is committed.
  private static func failure(
    of batch: [ReceivedRequest], in session: StoreSession, taxEngine: any TaxEngine
  ) -> StoreError? {
    var transaction = BatchTransaction(
      workerName: "w", eventSource: "/test", taxEngine: taxEngine)
    do throws(StoreError) {
      _ = try transaction.run(batch, in: session, deleting: SentRows(), handingOver: 100)
      return nil
    } catch {
      return error
    }
  }

  private func numbers(in session: StoreSession) throws -> [String] {
    let queries = Queries(session)
    return try ["ACC-IN", "ACC-OUT"].flatMap { id in
      try queries.invoices(of: Account.ID(id)).compactMap(\.number)
    }.sorted()
  }

  /// Taxes as the rate table does; the first time, another worker's batch is run before.
  ///
  /// `@unchecked Sendable`: one thread plans, and with it all that happens here.
  private final class InterruptedEngine: TaxEngine, @unchecked Sendable {
    private let engine = RateTableTaxEngine()
    private let batch: [ReceivedRequest]
    private let other: StoreSession
    private var wasInterrupted = false
    /// Why the other batch was refused; nil when it was committed.
    private(set) var failure: StoreError?

    init(batch: [ReceivedRequest], other: StoreSession) {
      self.batch = batch
      self.other = other
    }

    var name: String { engine.name }

    func taxes(
      on document: TaxableDocument, facts: WorkingSet
    ) throws(TaxFailure) -> DocumentTaxes {
      if !wasInterrupted {
        wasInterrupted = true
        failure = NumberRaceTests.failure(of: batch, in: other, taxEngine: engine)
        #expect(failure == nil || failure?.kind == .contention)
      }
      return try engine.taxes(on: document, facts: facts)
    }
  }

  // MARK: Stores and requests

  private func withOpener(_ store: Store, _ body: (any DatabaseOpener) throws -> Void) throws {
    switch store {
    case .sqlite:
      let directory = FileManager.default.temporaryDirectory
        .appending(path: "race-test-\(UUID().uuidString)", directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: directory) }
      try body(
        SQLiteOpener(path: directory.appending(path: "store.db").path, busyTimeoutMilliseconds: 0))
    case .postgreSQL:
      try withDatabase { (url: String) throws in try body(try PostgreSQLOpener(url: url)) }
    }
  }

  private func prepared(_ opener: any DatabaseOpener) throws -> StoreSession {
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let session = try StoreSession(opener, for: .processing)
    let accounts = ["ACC-IN", "ACC-OUT"].map { id in
      """
      {"type": "Account", "id": "\(id)", "name": "A", "currency": "USD", "billToContact": {"name": "P"},
       "billingAddress": {"street": "1", "city": "Oslo", "postalCode": "0150", "country": "NO"}}
      """
    }
    let records =
      accounts + [
        """
        {"type": "TaxTreatment", "id": "T", "name": "T", "isTaxable": true, "taxCode": "std", "isDefault": true}
        """,
        """
        {"type": "TaxRate", "id": "R", "country": "NO", "taxCode": "std", "name": "VAT", "percent": "25",
         "effectiveFrom": "2020-01-01"}
        """,
        """
        {"type": "BillingSchedule", "id": "S", "accountId": "ACC-OUT", "productName": "P",
         "billingMethod": "Evergreen", "billingTermUnit": "Month", "startDate": "2026-01-01",
         "quantity": "1", "unitPrice": "100", "billingPeriodAmount": "100.00"}
        """,
      ]
    try run(
      [
        Self.request(
          "records.upsert.v1", "u", "{\"records\": [\(records.joined(separator: ","))]}")
      ],
      in: session)
    return session
  }

  private static let generate = request(
    "invoice.generate.v1", "generate",
    """
    {"accountId": "ACC-OUT", "targetDate": "2026-01-02", "invoiceDate": "2026-01-02", "action": "Posted"}
    """)

  private static let ingest = request(
    "invoice.ingest.v1", "ingest",
    """
    {"invoice": {"billingAccountId": "ACC-IN", "currency": "USD", "invoiceDate": "2026-01-02",
       "status": "Posted", "invoiceNumber": "INV-2026-000001", "postedDate": "2026-01-02",
       "lines": [{"name": "L", "quantity": "1", "unitPrice": "1.00", "chargeAmount": "1.00",
         "taxCategory": "S", "taxRate": "25",
         "taxes": [{"name": "VAT", "code": "S", "rate": "25", "amount": "0.25"}]}]},
     "taxCalculationStatus": "Posted"}
    """)

  /// One whose tax is calculated, so that the engine is asked while the batch is planned.
  private static func draft(_ account: String) -> ReceivedRequest {
    request(
      "invoice.ingest.v1", "draft",
      """
      {"invoice": {"billingAccountId": "\(account)", "currency": "USD", "invoiceDate": "2026-01-02",
         "lines": [{"name": "L", "quantity": "1", "unitPrice": "1.00", "chargeAmount": "1.00",
           "taxTreatmentId": "T"}]}}
      """)
  }

  private static func request(_ type: String, _ id: String, _ body: String) -> ReceivedRequest {
    ReceivedRequest(
      .sample(
        MessageProperties(messageId: id, type: type, appId: "test"), body: Array(body.utf8)),
      at: .sample)
  }
}

import Billing
import Messages
import Storage
import Testing

@testable import Worker

/// Two workers, of which one ingests the number that the other gives out at the same time.
@Suite struct NumberRaceTests {
  @Test(
    "No number is given twice when one is ingested while it is generated",
    arguments: StoreKind.allCases)
  func ingesting(on store: StoreKind) throws {
    try store.withOpener(busyTimeout: 0) { opener in
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
    arguments: StoreKind.allCases)
  func generating(on store: StoreKind) throws {
    try store.withOpener(busyTimeout: 0) { opener in
      let numbers = try race(
        opener, first: [Self.draft("ACC-OUT"), Self.generate], second: [Self.ingest])
      #expect(
        numbers
          == (store == .sqlite ? ["INV-2026-000001"] : ["INV-2026-000001", "INV-2026-000002"])
      )
    }
  }

  @Test("No number is given twice in one batch", arguments: StoreKind.allCases)
  func together(on store: StoreKind) throws {
    try store.withOpener(busyTimeout: 0) { opener in
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
    let other = try StoreSession(opener, for: .processing)
    var failure: StoreError?
    let engine = MomentEngine {
      failure = Self.failure(of: second, in: other, taxEngine: RateTableTaxEngine())
      #expect(failure == nil || failure?.kind == .contention)
    }
    try run(first, in: session, taxEngine: engine)
    // On SQLite the first worker held the file: the second was refused, and tries again.
    if failure != nil { try run(second, in: session) }
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

  // MARK: Records and requests

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
        ReceivedRequest.sample(
          "records.upsert.v1", "u", "{\"records\": [\(records.joined(separator: ","))]}")
      ],
      in: session)
    return session
  }

  private static let generate = ReceivedRequest.sample(
    "invoice.generate.v1", "generate",
    """
    {"accountId": "ACC-OUT", "targetDate": "2026-01-02", "invoiceDate": "2026-01-02", "action": "Posted"}
    """)

  private static let ingest = ReceivedRequest.sample(
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
    ReceivedRequest.sample(
      "invoice.ingest.v1", "draft",
      """
      {"invoice": {"billingAccountId": "\(account)", "currency": "USD", "invoiceDate": "2026-01-02",
         "lines": [{"name": "L", "quantity": "1", "unitPrice": "1.00", "chargeAmount": "1.00",
           "taxTreatmentId": "T"}]}}
      """)
  }
}

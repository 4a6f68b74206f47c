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

/// A batch that is planned while the one before it is stored comes to what it would have come to after it.
@Suite struct PlanningAheadTests {
  private let directory = FileManager.default.temporaryDirectory
    .appending(path: "ahead-test-\(UUID().uuidString)", directoryHint: .isDirectory)

  /// A lane's transactions and what plans ahead for them, on one file.
  private struct Lane {
    let opener: SQLiteOpener
    let session: StoreSession
    let second = SecondThread(label: "second", leastLines: 1)
    let ahead: PlanningAhead
    var transaction: BatchTransaction

    init(_ opener: SQLiteOpener) throws {
      self.opener = opener
      session = try StoreSession(opener, for: .processing)
      let engine = RateTableTaxEngine()
      ahead = PlanningAhead(
        on: second, opener, eventSource: "/test", taxEngine: engine, email: nil,
        log: Log(level: .error, format: .text, worker: "w"))
      transaction = BatchTransaction(
        workerName: "w", eventSource: "/test", taxEngine: engine, secondThread: second)
    }

    mutating func run(
      _ batch: [ReceivedRequest], planned: PlannedBatch? = nil
    ) throws -> BatchResult {
      try transaction.run(
        batch, planned: planned, in: session, deleting: SentRows(), handingOver: 1_000)
    }

    /// Plans a batch; waits until that is done, which a lane does not.
    func plan(_ batch: [ReceivedRequest]) async -> PlannedBatch? {
      ahead.begin(batch)
      await withCheckedContinuation { done in second.begin { done.resume() } }
      return ahead.take(batch)
    }
  }

  private func withLane(_ body: (inout Lane) async throws -> Void) async throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let opener = SQLiteOpener(path: directory.appending(path: "store.db").path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    var lane = try Lane(opener)
    let result = try lane.run([upsert("u-0", Self.records)])
    #expect(result.processed == 1)
    try await body(&lane)
  }

  private static let records =
    """
    {"type": "TaxTreatment", "id": "T", "name": "T", "isTaxable": true, "taxCode": "std", "isDefault": true},
    {"type": "TaxRate", "id": "R", "country": "NO", "taxCode": "std", "name": "VAT", "percent": "25",
     "effectiveFrom": "2020-01-01"},
    {"type": "PaymentTerm", "id": "D30", "name": "30", "kind": "PeriodBased", "days": 30, "isDefault": true}
    """
    + ["A", "B", "C"].map { id in
      """
      ,{"type": "Account", "id": "\(id)", "name": "A", "currency": "USD", "billToContact": {"name": "P"},
       "billingAddress": {"street": "1", "city": "Oslo", "postalCode": "0150", "country": "NO"}},
      {"type": "BillingSchedule", "id": "S\(id)", "accountId": "\(id)", "productName": "P",
       "billingMethod": "Evergreen", "billingTermUnit": "Month", "startDate": "2026-01-01", "quantity": "1",
       "unitPrice": "100", "billingPeriodAmount": "100.00"}
      """
    }.joined()

  private func upsert(_ id: String, _ records: String) -> ReceivedRequest {
    ReceivedRequest.sample("records.upsert.v1", id, "{\"records\": [\(records)]}")
  }

  private func generate(
    _ id: String, _ account: String, until date: String = "2026-01-02"
  ) -> ReceivedRequest {
    ReceivedRequest.sample(
      "invoice.generate.v1", id,
      """
      {"accountId": "\(account)", "targetDate": "\(date)", "invoiceDate": "2026-01-02", "action": "Posted"}
      """)
  }

  private func numbers(_ lane: Lane) throws -> [String] {
    try ["A", "B", "C"].flatMap {
      try Queries(lane.session).invoices(of: Account.ID($0)).compactMap(\.number)
    }
  }

  @Test("A batch for other accounts than the one stored meanwhile is stored as it was planned")
  func otherAccounts() async throws {
    try await withLane { lane in
      let next = [generate("g-2", "B"), generate("g-3", "C")]
      let planned = await lane.plan(next)
      #expect(planned != nil)
      #expect(try lane.run([generate("g-1", "A")]).processed == 1)
      let result = try lane.run(next, planned: planned)
      #expect(result.isPlannedAhead && result.processed == 2 && result.invoices == 2)
      #expect(
        try numbers(lane) == (1...3).map { "INV-2026-00000\($0)" }, "numbers are taken when stored")
      // Planned after that commit, and nothing since.
      let last = [generate("g-4", "A", until: "2026-02-02")]
      let again = await lane.plan(last)
      #expect(try lane.run(last, planned: again).isPlannedAhead)
      #expect(try numbers(lane).count == 4)
    }
  }

  @Test(
    "A batch for an account that was billed meanwhile is planned again: nothing is billed twice")
  func sameAccount() async throws {
    try await withLane { lane in
      let next = [generate("g-2", "B"), generate("g-3", "A")]
      let planned = await lane.plan(next)
      #expect(try lane.run([generate("g-1", "A")]).invoices == 1)
      let result = try lane.run(next, planned: planned)
      #expect(!result.isPlannedAhead && result.processed == 2 && result.invoices == 1)
      #expect(try numbers(lane).count == 2)
    }
  }

  @Test(
    "What anybody else has stored meanwhile, and records that others read, make it planned again")
  func othersStored() async throws {
    try await withLane { lane in
      var other = try Lane(lane.opener)
      let next = [generate("g-2", "B")]
      let planned = await lane.plan(next)
      #expect(try other.run([generate("g-1", "A")]).processed == 1)
      #expect(try !lane.run(next, planned: planned).isPlannedAhead)

      let later = [generate("g-3", "C")]
      let plannedLater = await lane.plan(later)
      let rate = """
        {"type": "TaxRate", "id": "R", "country": "NO", "taxCode": "std", "name": "VAT", "percent": "15",
         "effectiveFrom": "2020-01-01"}
        """
      #expect(try lane.run([upsert("u-1", rate)]).processed == 1)
      #expect(try !lane.run(later, planned: plannedLater).isPlannedAhead)
      let invoice = try Queries(lane.session).invoices(of: "C" as Account.ID).first
      #expect(invoice?.totalTaxAmount.decimalText == "15.00")
    }
  }

  @Test("A request that was settled meanwhile is answered from its outcome, and not settled again")
  func settledMeanwhile() async throws {
    try await withLane { lane in
      let next = [generate("g-1", "A"), generate("g-2", "B")]
      let planned = await lane.plan(next)
      #expect(try lane.run([generate("g-1", "A")]).invoices == 1)
      let result = try lane.run(next, planned: planned)
      #expect(!result.isPlannedAhead && result.count == 2 && result.processed == 1)
      #expect(try numbers(lane).count == 2)
    }
  }

  @Test("What is refused is planned again once anything was stored: what it names may be there now")
  func refused() async throws {
    try await withLane { lane in
      let payment = ReceivedRequest.sample(
        "payment.record.v1", "p-1",
        """
        {"payment": {"paymentId": "P", "accountId": "A", "currency": "USD", "amount": "10.00",
         "receivedDate": "2025-01-15"}}
        """)
      let refund = ReceivedRequest.sample(
        "payment.refund.v1", "p-2",
        """
        {"refundId": "X", "paymentId": "P", "amount": "10.00", "refundDate": "2025-01-16"}
        """)
      let planned = try #require(await lane.plan([refund]))
      #expect(planned.hasErrors)
      #expect(try lane.run([payment]).processed == 1)
      let result = try lane.run([refund], planned: planned)
      #expect(!result.isPlannedAhead)
      #expect(
        try Queries(lane.session).requests(identifier: "p-2").first?.outcome.outcome == .succeeded)

      let unknown = [generate("g-1", "unknown")]
      let again = await lane.plan(unknown)
      #expect(try lane.run(unknown, planned: again).isPlannedAhead, "nothing was stored since")
    }
  }

  @Test("A plan is stored of its own deliveries only, once, and while it is recent")
  func ofItsOwn() async throws {
    try await withLane { lane in
      let batch = [generate("g-1", "A")]
      let planned = try #require(await lane.plan(batch))
      #expect(lane.ahead.take(batch) == nil)
      #expect(planned.isOf(batch))
      #expect(!planned.isOf(batch + [generate("g-2", "B")]))
      #expect(!planned.isOf([ReceivedRequest.sample(number: 2)]), "another delivery")
      #expect(planned.isRecent(at: planned.now))
      #expect(planned.isRecent(at: planned.now.adding(microseconds: PlannedBatch.longestAge)))
      #expect(!planned.isRecent(at: planned.now.adding(microseconds: PlannedBatch.longestAge + 1)))
      #expect(!planned.isRecent(at: planned.now.adding(microseconds: -1)))
    }
  }

  @Test("Equal requests of a batch, and those that are refused, are left to the transaction")
  func notPlanned() async throws {
    try await withLane { lane in
      for batch in [
        [generate("g-1", "A"), generate("g-1", "A")],
        [ReceivedRequest.sample("invoice.generate.v1", "g-2", "{}")],
      ] {
        let planned = await lane.plan(batch)
        #expect(planned == nil)
        let result = try lane.run(batch)
        #expect(result.processed == 1)
      }
      lane.ahead.closeSession()
      let next = [generate("g-3", "B")]
      #expect(await lane.plan(next) != nil, "another session is opened")
    }
  }
}

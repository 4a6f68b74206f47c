import AMQP
import Billing
import Foundation
import Messages
import Storage
import Synchronization
import Testing

@testable import Worker

/// Lanes that have the same request at once: one effect, and an answer to each delivery.
@Suite struct EqualRequestsTests {
  @Test(
    "Two lanes with the same delivery come to one outcome and two answers",
    arguments: StoreKind.allCases)
  func sameDelivery(on store: StoreKind) throws {
    try store.withOpener { opener in
      let session = try prepared(opener, accounts: ["A"])
      let batch = [Self.generate("r", of: "A")]
      let other = TestLane(opener)
      // While this lane plans the request, the other looks it up, finds nothing, and waits for the account.
      let engine = MomentEngine { other.begin(batch, awaitingLookUp: store == .postgreSQL) }
      let lane = TestLane(opener, taxEngine: engine)
      try lane.settle(batch)
      try other.end()

      #expect(lane.failures == [])
      #expect(other.failures.allSatisfy { $0.kind == .contention })
      if store == .postgreSQL { #expect(other.failures.count == 1) }
      #expect(try Queries(session).invoices(of: "A" as Account.ID).count == 1)
      let answers = lane.completions + other.completions
      #expect(answers.count == 2)
      #expect(Set(answers.map(\.eventId)).count == 1)
      #expect(Set(answers.map(\.body)).count == 1, "byte for byte")
      let stored = try Queries(session).requests(identifier: "r")
      #expect(stored.map(\.outcome.completionBody) == [answers[0].body])
      #expect(lane.processed == 1 && other.processed == 0)
    }
  }

  @Test("Whoever commits first has the identifier; the other is planned again and refused")
  func sameIdentifier() throws {
    try StoreKind.postgreSQL.withOpener { opener in
      let session = try prepared(opener, accounts: ["A", "B"])
      let other = TestLane(opener)
      let engine = MomentEngine { other.settleAtOnce([Self.generate("r", of: "B")]) }
      let lane = TestLane(opener, taxEngine: engine)
      try lane.settle([Self.generate("q", of: "A"), Self.generate("r", of: "A")])

      #expect(lane.failures.map(\.kind) == [.contention])
      #expect(other.failures == [])
      let invoices = try ["A", "B"].map {
        try Queries(session).invoices(of: Account.ID($0)).map(\.request.identifier)
      }
      #expect(invoices == [["q"], ["r"]])
      let answers = lane.completions.map { String(decoding: $0.body, as: UTF8.self) }
      #expect(answers.count == 2)
      #expect(answers.filter { $0.contains("REQUEST_IDENTIFIER_REUSED") }.count == 1)
    }
  }

  @Test(
    "Lanes with the same batches in other orders bring each to its end",
    arguments: StoreKind.allCases)
  func sameBatches(on store: StoreKind) throws {
    let accounts = (0..<6).map { "A\($0)" }
    try store.withOpener { opener in
      let session = try prepared(opener, accounts: accounts)
      let requests =
        accounts.map { Self.generate("g-\($0)", of: $0) }
        + (0..<6).map { Self.generate("n-\($0)", of: "none") }
      let lanes = (0..<3).map { number in
        let lane = TestLane(opener)
        lane.begin(
          Array(requests[(number * 4)...] + requests[..<(number * 4)]), awaitingLookUp: false)
        return lane
      }
      for lane in lanes { try lane.end() }
      #expect(lanes.map(\.processed).reduce(0, +) == requests.count)
      for lane in lanes { #expect(lane.completions.count == requests.count) }
      for account in accounts {
        #expect(try Queries(session).invoices(of: Account.ID(account)).count == 1)
      }
    }
  }

  // MARK: Records and requests

  private func prepared(
    _ opener: any DatabaseOpener, accounts: [String]
  ) throws -> StoreSession {
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let records =
      [
        """
        {"type": "TaxTreatment", "id": "T", "name": "T", "isTaxable": true, "taxCode": "std", "isDefault": true}
        """,
        """
        {"type": "TaxRate", "id": "R", "country": "NO", "taxCode": "std", "name": "VAT", "percent": "25",
         "effectiveFrom": "2020-01-01"}
        """,
      ]
      + accounts.map { id in
        """
        {"type": "Account", "id": "\(id)", "name": "A", "currency": "USD", "billToContact": {"name": "P"},
         "billingAddress": {"street": "1", "city": "Oslo", "postalCode": "0150", "country": "NO"}},
        {"type": "BillingSchedule", "id": "S-\(id)", "accountId": "\(id)", "productName": "P",
         "billingMethod": "Evergreen", "billingTermUnit": "Month", "startDate": "2026-01-01",
         "quantity": "1", "unitPrice": "100", "billingPeriodAmount": "100.00"}
        """
      }
    try TestLane(opener).settle([
      ReceivedRequest.sample(
        "records.upsert.v1", "u", "{\"records\": [\(records.joined(separator: ","))]}")
    ])
    return try StoreSession(opener, for: .processing)
  }

  private static func generate(_ id: String, of account: String) -> ReceivedRequest {
    ReceivedRequest.sample(
      "invoice.generate.v1", id,
      """
      {"accountId": "\(account)", "targetDate": "2026-01-02", "invoiceDate": "2026-01-02", "action": "Posted"}
      """)
  }
}

/// What a lane does about batches and their failures, without a broker.
///
/// `@unchecked Sendable`: between ``begin(_:awaitingLookUp:)`` and ``end()`` only its thread uses it, apart from `phases`, which
/// anybody may read; the semaphore orders the rest.
private final class TestLane: @unchecked Sendable {
  private let opener: any DatabaseOpener
  private let phases = PhaseTimes(keepsIntervals: true)
  private var transaction: BatchTransaction
  private let ended = DispatchSemaphore(value: 0)
  private let error = Mutex<(any Error)?>(nil)
  private let isOver = Atomic(false)
  private(set) var failures: [StoreError] = []
  private(set) var completions: [OutboxMessage] = []
  private(set) var processed = 0

  init(_ opener: any DatabaseOpener, taxEngine: any TaxEngine = RateTableTaxEngine()) {
    self.opener = opener
    transaction = BatchTransaction(
      workerName: "w", eventSource: "/test", taxEngine: taxEngine, phases: phases)
  }

  /// Settles the requests on a thread of its own; returns at once, or when the first transaction has looked its requests up.
  func begin(_ batch: [ReceivedRequest], awaitingLookUp: Bool) {
    Thread.detachNewThread {
      do { try self.settle(batch) } catch { self.error.withLock { $0 = error } }
      self.isOver.store(true, ordering: .sequentiallyConsistent)
      self.ended.signal()
    }
    guard awaitingLookUp else { return }
    while !isOver.load(ordering: .sequentiallyConsistent),
      !phases.takeIntervals().contains(where: { $0.phase == .inbox })
    { sched_yield() }
  }

  func end() throws {
    ended.wait()
    if let error = error.withLock(\.self) { throw error }
  }

  /// Settles what nothing is in the way of.
  func settleAtOnce(_ batch: [ReceivedRequest]) {
    #expect(throws: Never.self) { try settle(batch) }
  }

  /// Brings requests to their end as ``Lane`` does. None may be blamed.
  func settle(_ batch: [ReceivedRequest]) throws {
    let session = try StoreSession(opener, for: .processing)
    var batches = [ReceivedRequest.byPhase(batch)]
    while !batches.isEmpty {
      var rest = batches.removeFirst()
      var attempts: [StoreError.Kind: Int] = [:]
      while !rest.isEmpty {
        do throws(StoreError) {
          let result = try transaction.run(
            rest, in: session, deleting: SentRows(), handingOver: 1_000)
          rest = Array(rest.dropFirst(result.count))
          attempts = [:]
          completions += result.messages.filter {
            $0.properties.type == EventType.requestCompleted.rawValue
          }
          processed += result.processed
        } catch {
          failures.append(error)
          attempts[error.kind, default: 0] += 1
          switch LaneFailure.step(
            after: error, attempts: attempts, batchSize: rest.count, isGivenUp: false)
          {
          case .again, .awaitLocks: continue
          case .oneByOne:
            batches += rest.map { [$0] }
            rest = []
          case .leave, .deadLetter, .awaitDatabase: throw error
          }
        }
      }
    }
  }
}

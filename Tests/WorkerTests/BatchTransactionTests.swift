import Billing
import CivilTime
import Foundation
import Messages
import Monetary
import SQLiteStorage
import Storage
import Testing

@testable import Worker

/// What requests of one batch know of each other.
@Suite struct BatchTransactionTests {
  private let directory = FileManager.default.temporaryDirectory
    .appending(path: "batch-test-\(UUID().uuidString)", directoryHint: .isDirectory)

  private func withSession(_ body: (StoreSession) throws -> Void) throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let opener = SQLiteOpener(path: directory.appending(path: "store.db").path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    try body(StoreSession(opener, for: .processing))
  }

  private func upsert(_ id: String, _ records: String) -> ReceivedRequest {
    ReceivedRequest.sample("records.upsert.v1", id, "{\"records\": [\(records)]}")
  }

  private func generate(_ id: String, _ selector: String) -> ReceivedRequest {
    ReceivedRequest.sample(
      "invoice.generate.v1", id,
      """
      {\(selector), "targetDate": "2026-01-02", "invoiceDate": "2026-01-02", "action": "Posted"}
      """)
  }

  @Test(
    "Requests that change records come first, then what opens periods again, a few at a time, then the others"
  )
  func phases() {
    let cancels = (1...134).map {
      ReceivedRequest.sample("invoice.cancel.v1", "c\($0)", "{\"invoiceIds\": [\"i\($0)\"]}")
    }
    let batch =
      [generate("g1", "\"accountId\": \"A\"")] + cancels
      + [
        upsert("u1", #"{"type": "Order", "id": "O", "accountId": "A", "orderNumber": "1"}"#),
        generate("g2", "\"accountId\": \"A\""),
      ]
    func ids(_ requests: [ReceivedRequest]) -> [String] {
      requests.compactMap { $0.intake.header?.key.identifier }
    }
    var rest = ReceivedRequest.byPhase(batch)
    var together: [[String]] = []
    while !rest.isEmpty {
      let first = ReceivedRequest.sharingFacts(rest)
      together.append(ids(first))
      rest = Array(rest.dropFirst(first.count))
    }
    #expect(
      together == [
        ["u1"], (1...128).map { "c\($0)" }, (129...134).map { "c\($0)" }, ["g1", "g2"],
      ])
  }

  private func naming(_ type: String, _ id: String, _ invoices: String...) -> ReceivedRequest {
    naming(type, id, invoices)
  }

  private func naming(_ type: String, _ id: String, _ invoices: [String]) -> ReceivedRequest {
    let list = invoices.map { "\"\($0)\"" }.joined(separator: ", ")
    return ReceivedRequest.sample(type, id, "{\"invoiceIds\": [\(list)]}")
  }

  private func together(_ batch: [ReceivedRequest]) -> [[String]] {
    var rest = ReceivedRequest.byPhase(batch)
    var together: [[String]] = []
    while !rest.isEmpty {
      let first = ReceivedRequest.sharingFacts(rest)
      together.append(first.compactMap { $0.intake.header?.key.identifier })
      rest = Array(rest.dropFirst(first.count))
    }
    return together
  }

  @Test("E2: what names an invoice that is posted or voided is planned when its number is known")
  func numberedBefore() {
    let batch = [
      naming("invoice.void.v1", "v1", "i1"), naming("invoice.void.v1", "v2", "i2"),
      naming("invoice.cancel.v1", "c1", "i2"), naming("invoice.post.v1", "p1", "i3", "i4"),
      naming("invoice.post.v1", "p2", "i5"), naming("invoice.post.v1", "p3", "i4"),
      naming("invoice.post.v1", "p4", "i6"),
    ]
    #expect(together(batch) == [["v1", "v2"], ["c1"], ["p1", "p2"], ["p3", "p4"]])
  }

  @Test("Requests that post many invoices are planned a few at a time, for their lines are loaded")
  func manyPosted() {
    let batch = (0..<5).map { number in
      naming("invoice.post.v1", "p\(number)", (0..<200).map { "i\(number)-\($0)" })
    }
    #expect(together(batch) == [["p0", "p1"], ["p2", "p3"], ["p4"]])
    let single = (0..<256).map { naming("invoice.post.v1", "s\($0)", "j\($0)") }
    #expect(together(single).count == 1)
  }

  /// As a lane does.
  private func settle(
    _ batch: [ReceivedRequest], in session: StoreSession
  ) throws -> [Int] {
    var transaction = BatchTransaction(
      workerName: "w", eventSource: "/test", taxEngine: RateTableTaxEngine())
    var rest = ReceivedRequest.byPhase(batch)
    var counts: [Int] = []
    while !rest.isEmpty {
      let result = try transaction.run(rest, in: session, deleting: SentRows(), handingOver: 100)
      rest = Array(rest.dropFirst(result.count))
      counts.append(result.count)
    }
    return counts
  }

  /// An account without a schedule, and the records that apply where nothing else is named.
  private let stored = """
    {"type": "Account", "id": "A", "name": "A", "currency": "USD",
     "billToContact": {"name": "P"}, "billingAddress":
     {"street": "1", "city": "Oslo", "postalCode": "0150", "country": "NO"}},
    {"type": "TaxTreatment", "id": "T", "name": "T", "isTaxable": true, "taxCode": "std", "isDefault": true},
    {"type": "TaxRate", "id": "R", "country": "NO", "taxCode": "std", "name": "VAT", "percent": "25",
     "effectiveFrom": "2020-01-01"},
    {"type": "PaymentTerm", "id": "D30", "name": "30", "kind": "PeriodBased", "days": 30, "isDefault": true},
    {"type": "SequencePolicy", "id": "P", "mode": "Gapless", "pattern": "N-{SequenceValue}",
     "dateStampFormat": "None", "isActive": true}
    """

  private func schedule(_ id: String, _ more: String = "") -> String {
    """
    {"type": "BillingSchedule", "id": "\(id)", "accountId": "A", "productName": "P",
     "billingMethod": "Evergreen", "billingTermUnit": "Month", "startDate": "2026-01-01", "quantity": "1",
     "unitPrice": "100", "billingPeriodAmount": "100.00"\(more)}
    """
  }

  @Test func `a generation after an upsert is planned on all that stands behind the new records`()
    throws
  {
    try withSession { session in
      #expect(try settle([upsert("u-0", stored)], in: session) == [1])
      // Whichever was delivered first.
      let counts = try settle(
        [generate("g-1", "\"accountId\": \"A\""), upsert("u-1", schedule("S"))], in: session)
      #expect(counts == [1, 1])
      let invoice = try #require(Queries(session).invoices(of: "A" as Account.ID).first)
      #expect(invoice.totalTaxAmount.decimalText == "25.00")
      #expect(invoice.number == "N-1")
      #expect(invoice.dueDate.description == "2026-02-01")
    }
  }

  @Test func `a schedule that an upsert puts into a group is billed as the group says`() throws {
    try withSession { session in
      let group = """
        {"type": "TaxTreatment", "id": "none", "name": "None", "isTaxable": false},
        {"type": "BillingScheduleGroup", "id": "G", "accountId": "A", "taxTreatmentId": "none"}
        """
      _ = try settle([upsert("u-0", stored + "," + group + "," + schedule("S"))], in: session)
      _ = try settle(
        [
          upsert("u-1", schedule("S", ", \"billingScheduleGroupId\": \"G\"")),
          generate("g-1", "\"billingScheduleIds\": [\"S\"]"),
        ], in: session)
      let invoice = try #require(Queries(session).invoices(of: "A" as Account.ID).first)
      #expect(invoice.totalTaxAmount.isZero)
    }
  }

  @Test func `only an upsert keeps the next requests for the next transaction`() throws {
    try withSession { session in
      _ = try settle([upsert("u-0", stored + "," + schedule("S"))], in: session)
      let suspend = ReceivedRequest.sample(
        "billing.suspend.v1", "s-1",
        "{\"suspensionId\": \"X\", \"accountId\": \"A\", \"suspendDate\": \"2026-01-01\"}")
      let counts = try settle(
        [
          generate("g-1", "\"accountId\": \"A\""), upsert("u-1", schedule("S")), suspend,
          upsert("u-2", schedule("T")), generate("g-2", "\"accountId\": \"A\""),
        ], in: session)
      #expect(counts == [2, 3])
      // g-2 comes after the suspension, as the sender had it.
      #expect(try Queries(session).invoices(of: "A" as Account.ID).count == 1)
    }
  }

  @Test func `numbers follow delivery, then grouping key, and never the invoice date`() throws {
    try withSession { session in
      func account(_ id: String) -> String {
        """
        {"type": "Account", "id": "\(id)", "name": "A", "currency": "USD", "billToContact": {"name": "P"},
         "billingAddress": {"street": "1", "city": "Oslo", "postalCode": "0150", "country": "NO"}}
        """
      }
      func schedule(_ id: String, of account: String, _ more: String = "") -> String {
        self.schedule(id, more).replacing(
          "\"accountId\": \"A\"", with: "\"accountId\": \"\(account)\"")
      }
      let own = ", \"invoiceGroupType\": \"BillingSchedule\""
      _ = try settle(
        [
          upsert(
            "u-0",
            [
              account("A"), account("Z"), schedule("S2", of: "A", own),
              schedule("S1", of: "A", own), schedule("T", of: "Z"),
            ].joined(separator: ","))
        ], in: session)
      func post(_ id: String, account: String, date: String) -> ReceivedRequest {
        ReceivedRequest.sample(
          "invoice.generate.v1", id,
          """
          {"accountId": "\(account)", "targetDate": "\(date)", "invoiceDate": "\(date)", "action": "Posted"}
          """)
      }
      // One batch; Z is delivered first, and dated in another year.
      _ = try settle(
        [
          post("g-1", account: "Z", date: "2027-01-02"),
          post("g-2", account: "A", date: "2026-01-02"),
        ], in: session)
      _ = try settle([post("g-3", account: "A", date: "2026-02-02")], in: session)
      let queries = Queries(session)
      #expect(try queries.invoices(of: "Z" as Account.ID).map(\.number) == ["INV-2027-000001"])
      let numbers = try queries.invoices(of: "A" as Account.ID).map {
        ($0.billingScheduleIds.map(\.text).joined(), $0.number ?? "")
      }
      #expect(
        numbers.sorted { $0.1 < $1.1 }.map { "\($0.0) \($0.1)" } == [
          "S1 INV-2026-000002", "S2 INV-2026-000003", "S1 INV-2026-000004", "S2 INV-2026-000005",
        ])
    }
  }

  @Test(
    "What cannot be written while another thread encodes leaves nothing, and the same batch is settled later"
  )
  func writeFailsWhileEncoding() throws {
    try withSession { session in
      let opener = SQLiteOpener(path: directory.appending(path: "store.db").path)
      let own = ", \"invoiceGroupType\": \"BillingSchedule\""
      _ = try settle(
        [
          upsert("u-0", ([stored] + (1...9).map { schedule("S\($0)", own) }).joined(separator: ","))
        ],
        in: session)
      var transaction = BatchTransaction(
        workerName: "w", eventSource: "/test", taxEngine: RateTableTaxEngine(),
        secondThread: SecondThread(label: "second", leastLines: 1))
      let batch = (1...9).map { generate("g-\($0)", "\"billingScheduleIds\": [\"S\($0)\"]") }
      // Written last, and first, of what is written while the events are encoded.
      for table in ["invoice_event", "invoice_line"] {
        try opener.open(for: .processing).run(script: "ALTER TABLE \(table) RENAME TO away")
        #expect(throws: StoreError.self) {
          try transaction.run(batch, in: session, deleting: SentRows(), handingOver: 100)
        }
        try opener.open(for: .processing).run(script: "ALTER TABLE away RENAME TO \(table)")
        #expect(try Queries(session).invoices(of: "A" as Account.ID).isEmpty)
      }
      let result = try transaction.run(batch, in: session, deleting: SentRows(), handingOver: 100)
      #expect(result.invoices == 9 && result.processed == 9)
      #expect(
        try Queries(session).invoices(of: "A" as Account.ID).compactMap(\.number).sorted()
          == (1...9).map { "N-\($0)" })
      #expect(result.messages.count == 18)
    }
  }
}

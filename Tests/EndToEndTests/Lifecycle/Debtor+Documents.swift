import Billing
import CivilTime
import JSON
import Monetary
import Storage
import TestWorker
import Testing

/// Documents whose dates, lines and taxes a test says.
extension Debtor {
  /// The UTC day.
  static var today: CivilDate { UTCInstant.now().date }

  /// The treatment that ``storeRate(_:)`` stores.
  var treatment: String { "\(account).T" }

  /// A rate of this account's own.
  func rate(_ name: String, _ percent: String, _ more: JSONLiteral = [:]) -> JSONLiteral {
    SampleRecords.taxRate("\(account).\(name)", code: account, percent: percent).adding(more)
  }

  /// Has ``treatment`` taxed at so much, always.
  func storeRate(_ percent: String) async throws {
    try await system.store(
      SampleRecords.taxTreatment(treatment, code: account), rate("rate", percent))
  }

  /// One generated invoice with a line of each amount, in no order, each of a schedule of its own.
  func generated(
    _ amounts: [String], taxed: Bool = false, dated date: String = "2026-02-01",
    _ action: String = "Posted"
  ) async throws -> String {
    let attributes: JSONLiteral = taxed ? ["taxTreatmentId": .text(treatment)] : [:]
    let ids = amounts.map { _ in newIdentifier("S") }
    try await system.store(
      zip(ids, amounts).map {
        SampleRecords.schedule($0, account: account, amount: $1, attributes)
      })
    let completion = try await done(
      SampleRequest(
        SampleRequest.generate, id: newIdentifier(),
        [
          "billingScheduleIds": .array(ids.map { .text($0) }), "targetDate": "2026-01-02",
          "invoiceDate": .text(date), "action": .text(action),
        ]))
    #expect(completion.data["invoices"].elements.count == 1)
    return try #require(completion.invoiceId)
  }

  /// An untaxed invoice of one line that another system has posted, on its date.
  func ingested(
    _ amount: String, dated date: String, _ more: JSONLiteral = [:]
  ) async throws -> String {
    let number = newIdentifier("N")
    let invoice: JSONLiteral = [
      "billingAccountId": .text(account), "currency": "USD", "invoiceDate": .text(date),
      "status": "Posted", "invoiceNumber": .text(number), "postedDate": .text(date),
      "lines": [
        [
          "name": "Support", "quantity": "1", "unitPrice": .text(amount),
          "chargeAmount": .text(amount),
        ]
      ],
    ]
    let completion = try await done(
      SampleRequest(
        SampleRequest.ingest, id: newIdentifier(),
        ["invoice": invoice.adding(more), "taxCalculationStatus": "Posted"]))
    return try #require(completion.invoiceId)
  }

  /// A payment, received on a day.
  func payment(_ amount: String, received date: String) async throws -> String {
    let id = newIdentifier("P")
    try await done(
      SampleRequest(
        "payment.record.v1", id: newIdentifier(),
        [
          "payment": [
            "paymentId": .text(id), "accountId": .text(account), "currency": "USD",
            "amount": .text(amount), "receivedDate": .text(date),
          ]
        ]))
    return id
  }

  // MARK: Looking

  func paid(_ id: String) throws -> Payment {
    try #require(try system.queries { try $0.payment(Payment.ID(id)) }).payment
  }

  func memo(_ id: String) throws -> CreditMemo {
    try #require(try system.queries { try $0.creditMemo(id) }).memo
  }

  /// What is open on a day, by how long it has been due, as reported on another day; nil: on that same day.
  func aging(asOf day: CivilDate, today: CivilDate? = nil) throws -> AgingSums {
    var sums = AgingSums(try #require(Currency(code: "USD")))
    let selection = AgingSelection(asOf: day, today: today ?? day, account: Account.ID(account))
    try system.queries { queries in
      try queries.forEachOpenDocument(selection) { sums.add($0, asOf: day) }
    }
    return sums
  }
}

extension AgingSums {
  /// The buckets' amounts, from what is not due to what is longest.
  var texts: [String] {
    get throws { try AgingBucket.allCases.map { try amount(in: $0).decimalText } }
  }
}

/// A date as requests carry it.
func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }

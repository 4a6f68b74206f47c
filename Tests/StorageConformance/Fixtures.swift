internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

/// Records as an upstream system might send them, all of account ACC-1.
enum Fixtures {
  static let now = UTCInstant(microsecondsSince1970: 1_795_000_000_123_456)

  static func later(seconds: Int64) -> UTCInstant { now.adding(microseconds: seconds * 1_000_000) }

  static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }

  static func usd(_ text: String) throws -> Money { try money(text, "USD") }

  static func money(_ text: String, _ code: String) throws -> Money {
    let currency = try #require(Currency(code: code))
    return try #require(Money(exactly: try decimal(text), currency: currency))
  }

  static func decimal(_ text: String) throws -> ExactDecimal {
    try #require(ExactDecimal(wire: text))
  }

  static let address = Address(
    street: "1 \"Main\" Street", city: "Zürich", postalCode: "8001", state: nil, country: "CH")

  static func account(_ id: Account.ID = "ACC-1") throws -> Account {
    Account(
      id: id, name: "A\\B GmbH", currency: try #require(Currency(code: "USD")),
      billToContact: .named(name: "Ann", email: nil), billingAddress: address)
  }

  static func schedule(
    _ id: BillingSchedule.ID, of account: Account.ID = "ACC-1", order: Order.ID? = nil,
    status: BillingScheduleStatus = .readyForInvoicing
  ) throws -> BillingSchedule {
    BillingSchedule(
      id: id, accountId: account, orderId: order, productName: "Support",
      billingMethod: .evergreen, billingTermUnit: .month, startDate: try date("2026-01-31"),
      quantity: try decimal("1.5"), unitPrice: try decimal("0.001"),
      billingPeriodAmount: try decimal("100"), progress: try progress(status: status))
  }

  static func progress(
    status: BillingScheduleStatus = .readyForInvoicing
  ) throws -> BillingProgress {
    BillingProgress(
      status: status, nextBillingDate: try date("2026-01-31"),
      nextChargeFromDate: try date("2026-01-31"), billedAmount: try usd("0"), pendingAmount: nil)
  }

  /// An invoice with one line for each schedule, each with two taxes.
  static func invoice(
    _ id: Invoice.ID, of account: Account.ID = "ACC-1", schedules: [BillingSchedule.ID],
    order: Order.ID? = nil, from: String = "2026-01-31", to: String = "2026-02-28",
    number: String? = nil
  ) throws -> Invoice {
    var lines: [InvoiceLine] = []
    for (place, schedule) in zip(1..., schedules) {
      lines.append(
        InvoiceLine(
          id: "\(id)-\(place)", billingScheduleId: schedule, orderId: order,
          orderItemId: order.map { "\($0)/1" }, name: "Support",
          period: CivilPeriod(from: try date(from), to: try date(to)),
          quantity: try decimal("1.5"), unitPrice: try decimal("0.001"), unitOfMeasure: "HUR",
          amount: try usd("-100.50"), taxProcessingStatus: .posted,
          taxes: [
            InvoiceLineTax(
              name: "VAT", code: "std", category: "S", rate: try decimal("7.7"),
              amount: try usd("-7.74")),
            InvoiceLineTax(
              name: "City", code: "std", category: "S", rate: 0, amount: try usd("0")),
          ]))
    }
    return Invoice(
      id: id, number: number, status: number == nil ? .draft : .posted, accountId: account,
      currency: try #require(Currency(code: "USD")), invoiceDate: try date("2026-02-01"),
      dueDate: try date("2026-03-03"), postedDate: number == nil ? nil : try date("2026-02-02"),
      billToContact: Invoice.BillTo(contactId: nil, name: "Ann", email: "ann@example.com"),
      groupingKey: "ACC-1|Ann", lines: lines, billingAddress: address,
      totalAmount: try usd("-201.00"), totalTaxAmount: try usd("-15.48"),
      totalAmountWithTax: try usd("-216.48"), balance: try usd("-216.48"),
      request: RequestKey(source: "crm", identifier: "r-\(id)"))
  }

  static func key(_ identifier: String, source: String = "crm") -> RequestKey {
    RequestKey(source: source, identifier: identifier)
  }

  static func outcome(of key: RequestKey, eventId: String = "event") -> RequestOutcome {
    RequestOutcome(
      key: key, outcome: .succeeded, completionEventId: eventId,
      completionBody: Array("{\"a\":\"\0\"}".utf8), attempts: 2, completedAt: later(seconds: 1),
      isInternalError: false, isParked: true)
  }

  static func completed(_ key: RequestKey, eventId: String = "event") -> StoredRequest {
    completed(outcome(of: key, eventId: eventId))
  }

  static func completed(_ outcome: RequestOutcome) -> StoredRequest {
    StoredRequest(
      key: outcome.key, type: "invoice.generate.v1",
      bodySHA256: [UInt8](repeating: 1, count: 32), receivedAt: now, outcome: outcome)
  }

  static func message(_ id: String) -> OutboxMessage {
    OutboxMessage(
      id: id, exchange: "invoice.events", routingKey: "invoice.posted.v1", eventId: "e-\(id)",
      properties: OutboxMessage.Properties(
        contentType: "application/json", contentEncoding: "gzip", messageId: "m", type: "t",
        correlationId: nil,
        appId: "worker", headers: "{\"x\":1}"),
      body: [0, 1, 255], createdAt: now)
  }
}

extension StoreSession {
  /// Stores records as an upsert would.
  func store(_ records: [Record], invoices: [Invoice] = []) throws(StoreError) {
    var facts = WorkingSet()
    facts.apply(Effects(records: records))
    try transaction { transaction throws(StoreError) in
      try transaction.write(facts)
      try transaction.insertLines(of: [invoices])
      try transaction.insert([invoices])
    }
  }

  func load(_ needed: FactsNeeded) throws(StoreError) -> WorkingSet {
    try transaction { transaction throws(StoreError) in try transaction.load(needed).facts }
  }
}

import Billing
import CivilTime
import Monetary
import Testing

/// A store of facts that requests are planned on and applied to, one after the other.
struct World {
  private(set) var facts = WorkingSet()
  private var requestCount = 0
  private var invoiced: [BillingSchedule.ID: [InvoicedPeriod]] = [:]
  private var stored: [Invoice.ID: Invoice] = [:]
  static let now = UTCInstant(microsecondsSince1970: 1_795_165_200_000_000)  // 2026-11-20

  /// With the account `A`: a bill-to contact of its own, no tax.
  init(currency: String = "USD") throws {
    facts.insert(.account(try Self.account("A", currency: currency)))
  }

  static func account(
    _ id: Account.ID, currency: String = "USD", state: String? = nil
  ) throws -> Account {
    Account(
      id: id, name: "Account \(id)", currency: try #require(Currency(code: currency)),
      billToContact: .named(name: "A. Payable", email: "ap@example.com"),
      billingAddress: Address(
        street: "Main 1", city: "Oslo", postalCode: "0150", state: state, country: "NO"))
  }

  /// With what an earlier version may have stored.
  init(_ facts: WorkingSet) { self.facts = facts }

  func plan(_ request: any Request, as identifier: String = "r") -> Decision {
    let context = PlanningContext(
      request: RequestKey(source: "test", identifier: identifier), now: Self.now,
      taxEngine: RateTableTaxEngine(), deriveIdentifier: { $0.joined(separator: "/") })
    return request.plan(on: facts.loaded(for: request.factsNeeded), in: context)
  }

  mutating func handle(_ request: any Request) -> Decision {
    requestCount += 1
    let decision = plan(request, as: "r\(requestCount)")
    facts.apply(decision.effects)
    let changed = decision.effects.invoices.changed.map(\.invoice)
    for invoice in changed where !invoice.status.isLive {
      for id in invoice.billingScheduleIds {
        invoiced[id]?.removeAll { $0.invoiceId == invoice.id }
      }
    }
    for invoice in decision.effects.invoices.made + changed {
      stored[invoice.id] = invoice
    }
    for invoice in decision.effects.invoices.made {
      for line in invoice.lines {
        guard let id = line.billingScheduleId else { continue }
        invoiced[id, default: []].append(InvoicedPeriod(invoiceId: invoice.id, line: line))
      }
    }
    return decision
  }

  /// Has what is invoiced of a request's billing cycles known, as the store would load it.
  mutating func track(_ request: any Request) {
    guard !request.factsNeeded.schedules.contractCycles.isEmpty else { return }
    for (id, periods) in invoiced { facts.invoicedPeriods[id] = periods }
  }

  /// On what the store would load: the invoices, and all live lines of their schedules.
  mutating func cancel(_ ids: Invoice.ID..., reason: String? = nil) -> Decision {
    cancel(ids, reason: reason)
  }

  mutating func cancel(_ ids: [Invoice.ID], reason: String? = nil) -> Decision {
    facts.invoicedPeriods = [:]
    for invoice in ids.compactMap({ stored[$0] }) {
      facts.insert(invoice)
      facts.lineCounts[invoice.id] = invoice.lines.count
      for id in invoice.billingScheduleIds { facts.invoicedPeriods[id] = invoiced[id] ?? [] }
    }
    defer { facts.invoicedPeriods = [:] }
    return handle(CancelInvoices(invoiceIds: ids, reason: reason))
  }

  mutating func upsert(_ records: [Record]) -> Decision {
    handle(UpsertRecords(entries: records.map(UpsertRecords.Entry.record)))
  }

  /// Stores records that are meant to be without fault.
  mutating func add(_ records: Record..., sourceLocation: SourceLocation = #_sourceLocation) {
    let decision = upsert(records)
    #expect(decision.errors.isEmpty, sourceLocation: sourceLocation)
  }

  mutating func generate(
    _ selector: GenerateInvoices.Selector = .account("A"), target: CivilDate,
    inclusive: Bool = false, invoiceDate: CivilDate = "2026-11-20",
    action: InvoiceAction = .posted, zeroAmountInvoices: Bool = false
  ) -> Decision {
    handle(
      GenerateInvoices(
        selector: selector, targetDate: target, isTargetDateInclusive: inclusive,
        invoiceDate: invoiceDate, action: action,
        allowsZeroAmountInvoices: zeroAmountInvoices))
  }

  /// Has a stored error log of a schedule known, as the store would load it.
  mutating func know(_ error: OpenError, of id: BillingSchedule.ID) { facts.openErrors[id] = error }

  func schedule(_ id: BillingSchedule.ID) throws -> BillingSchedule {
    try #require(facts.schedules[id])
  }

  func progress(_ id: BillingSchedule.ID) throws -> BillingProgress {
    try #require(schedule(id).progress)
  }
}

extension Record {
  /// An evergreen monthly schedule of account `A`, 100.00 in advance, from 2026-01-01.
  static func monthly(
    _ id: BillingSchedule.ID, _ change: (inout BillingSchedule) -> Void = { _ in }
  ) -> Record {
    var schedule = BillingSchedule(
      id: id, accountId: "A", productName: "Product \(id)", billingMethod: .evergreen,
      billingTermUnit: .month, startDate: "2026-01-01", quantity: 1, unitPrice: 100,
      billingPeriodAmount: 100)
    change(&schedule)
    return .billingSchedule(schedule)
  }
}

extension Decision {
  var made: [Invoice] { effects.invoices.made }

  var failed: [(schedules: [BillingSchedule.ID], codes: [ErrorCode])] {
    answer.invoices.compactMap {
      guard case .failed(_, let schedules, let faults) = $0 else { return nil }
      return (schedules, faults.map(\.code))
    }
  }

  /// `BS-1 2026-01-01..2026-01-31 100.00` for every line.
  var lines: [String] {
    made.flatMap(\.lines).map { line in
      "\(line.billingScheduleId?.text ?? "-") \(line.period.map { "\($0.from)..\($0.lastDay)" } ?? "-") "
        + line.amount.decimalText
    }
  }

  var skips: [String] {
    answer.skipped.map { "\($0.billingScheduleId) \($0.reason.rawValue)" }
  }
}

extension CivilDate: ExpressibleByStringLiteral {
  /// A date written out in a test. A mistake shows as a date no test expects.
  package init(stringLiteral text: String) {
    self = CivilDate(iso8601: text) ?? CivilDate(daysSince1970: .min)
  }
}

extension ExactDecimal: ExpressibleByStringLiteral {
  /// A decimal written out in a test. A mistake shows as an amount no test expects.
  package init(stringLiteral text: String) {
    self = ExactDecimal(wire: text) ?? -999_999_999
  }
}

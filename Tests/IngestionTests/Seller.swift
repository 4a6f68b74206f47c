import Billing
import CivilTime
import Foundation
import Monetary
import Testing

/// Who issues the invoices of a test: records, and what is generated from them.
struct Seller {
  private(set) var facts = WorkingSet()
  private var requests = 0
  static let now = UTCInstant(microsecondsSince1970: 1_795_165_200_000_000)  // 2026-11-20

  /// With the account `A` of the legal entity `L`, both with everything that documents may need, and a treatment for each
  /// category, named like it.
  init(
    currency code: String = "EUR", entity change: (inout LegalEntity) -> Void = { _ in },
    account changeAccount: (inout Account) -> Void = { _ in }
  ) throws {
    var entity = LegalEntity(
      id: "L", name: "Northlight Software GmbH",
      address: Address(
        street: "Speicherstadt 4", city: "Hamburg", postalCode: "20457", country: "DE"))
    entity.details.vatId = "DE811907980"
    entity.details.registrationNumber = "HRB 4711"
    entity.details.electronicAddress = ElectronicAddress(scheme: "9930", id: "DE811907980")
    entity.details.iban = "DE89370400440532013000"
    entity.details.bic = "COBADEFFXXX"
    entity.details.contact = SellerContact(
      name: "Billing", phone: "+49 40 4711", email: "billing@northlight.example")
    change(&entity)
    facts.insert(.legalEntity(entity))
    var account = Account(
      id: "A", name: "Caffè Rossi S.p.A.", currency: try #require(Currency(code: code)),
      billToContact: .named(name: "A. Payable", email: "ap@example.com"),
      billingAddress: Address(
        street: "Via Roma 1", city: "Milano", postalCode: "20121", state: "MI", country: "IT"),
      legalEntityId: "L")
    account.details.vatId = "IT12345670017"
    account.details.buyerReference = "Buyer 7"
    account.details.electronicAddress = ElectronicAddress(scheme: "0088", id: "4012345000009")
    changeAccount(&account)
    facts.insert(.account(account))
    try insertTreatments()
  }

  /// Of `O` there is none: it is what has no treatment.
  private mutating func insertTreatments() throws {
    for (category, percent) in Self.rates {
      var treatment = TaxTreatment(
        id: TaxTreatment.ID(category), name: category, isTaxable: true, taxCode: category,
        taxCategory: category)
      if category == "E" { treatment.exemptionReason = "Medical services" }
      facts.insert(.taxTreatment(treatment))
      facts.insert(
        .taxRate(
          TaxRate(
            id: TaxRate.ID(category), country: "IT", taxCode: category, name: category,
            percent: percent,
            effectiveFrom: try #require(CivilDate(iso8601: "2000-01-01")))))
    }
    var free = TaxTreatment(id: "free", name: "Free", isTaxable: false, taxCategory: "E")
    free.exemptionReasonCode = "VATEX-EU-132"
    facts.insert(.taxTreatment(free))
  }

  static let rates: [(category: String, percent: ExactDecimal)] = [
    ("S", ExactDecimal(wire: "7.7") ?? 0), ("Z", 0), ("E", 0), ("AE", 0), ("K", 0), ("G", 0),
  ]

  mutating func add(_ record: Record) {
    let decision = handle(UpsertRecords(entries: [.record(record)]))
    #expect(decision.errors.isEmpty, "\(decision.errors)")
  }

  mutating func handle(_ request: any Request) -> Decision {
    requests += 1
    let context = PlanningContext(
      request: RequestKey(source: "test", identifier: "r\(requests)"), now: Self.now,
      taxEngine: RateTableTaxEngine(), deriveIdentifier: { $0.joined(separator: "/") })
    let decision = request.plan(on: facts, in: context)
    facts.apply(decision.effects)
    return decision
  }

  /// The invoices of what is due by a day, with their numbers.
  mutating func invoices(
    target: String = "2026-12-31", action: InvoiceAction = .posted
  ) throws -> [Invoice] {
    let decision = handle(
      GenerateInvoices(
        selector: .account("A"), targetDate: try #require(CivilDate(iso8601: target)),
        isTargetDateInclusive: true,
        invoiceDate: try #require(CivilDate(iso8601: "2026-11-20")), action: action,
        allowsZeroAmountInvoices: true))
    #expect(decision.errors.isEmpty, "\(decision.errors)")
    var made: [Invoice] = []
    for invoice in decision.effects.invoices.made {
      made.append(
        action == .posted ? invoice.posting(number: "INV-\(requests)-\(made.count + 1)") : invoice)
    }
    return made
  }

  /// The memo that a request makes, with its number; `invoice` is stored.
  mutating func memo(of request: any Request, _ invoice: Invoice?) throws -> CreditMemo {
    var world = self
    if let invoice {
      world.facts.insert(invoice)
      world.facts.lineCounts[invoice.id] = invoice.lines.count
    }
    let decision = world.handle(request)
    #expect(decision.errors.isEmpty, "\(decision.errors)")
    requests += 1
    var memo = try #require(decision.effects.ledger.creditMemos.first)
    memo.number = "CM-\(requests)"
    return memo
  }

  /// A draft, posted.
  mutating func post(_ draft: Invoice) throws -> Invoice {
    facts.insert(draft)
    let decision = handle(PostInvoices(invoiceIds: [draft.id]))
    #expect(decision.errors.isEmpty, "\(decision.errors)")
    let posted = try #require(decision.effects.invoices.changed.last?.invoice)
    return posted.posting(number: "INV-\(requests)")
  }
}

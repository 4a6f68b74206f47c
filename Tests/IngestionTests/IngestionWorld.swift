import Billing
import CivilTime
import Foundation
import IngestionVectors
import Messages
import Monetary
import Testing

/// Facts that ingestion requests are decoded for, planned on and applied to, as a worker does.
struct IngestionWorld {
  var facts = WorkingSet()
  private var requests = 0

  /// With the account `A` in euros and the order `O` of it.
  init() throws {
    let euro = try #require(Currency(code: "EUR"))
    let address = Address(street: "Main 1", city: "Oslo", postalCode: "0150", country: "NO")
    facts.insert(
      .account(
        Account(
          id: "A", name: "Account A", currency: euro,
          billToContact: .named(name: "A. Payable", email: nil), billingAddress: address)))
    facts.insert(.order(Order(id: "O", accountId: "A", orderNumber: "77")))
    facts.insert(
      .taxTreatment(TaxTreatment(id: "std", name: "Standard", isTaxable: true, taxCode: "VAT")))
    facts.insert(.taxTreatment(TaxTreatment(id: "free", name: "Free", isTaxable: false)))
    facts.insert(
      .taxRate(
        TaxRate(
          id: "no25", country: "NO", taxCode: "VAT", name: "MVA", percent: 25,
          effectiveFrom: try #require(CivilDate(iso8601: "2000-01-01")))))
  }

  /// What the worker would make of a request's body.
  mutating func ingest(_ body: [String: Any]) throws -> Decision {
    ingest(bytes: try Array(JSONSerialization.data(withJSONObject: body, options: [.sortedKeys])))
  }

  /// What the worker would decide on an invoice that is stored.
  func plan(_ request: any Request, storing invoice: Invoice) -> Decision {
    var facts = facts
    facts.insert(invoice)
    return request.plan(on: facts, in: Self.context("later"))
  }

  private static func context(_ identifier: String) -> PlanningContext {
    PlanningContext(
      request: RequestKey(source: "test", identifier: identifier),
      now: UTCInstant(microsecondsSince1970: 1_795_165_200_000_000),
      taxEngine: RateTableTaxEngine(),
      deriveIdentifier: { $0.joined(separator: "/") })
  }

  mutating func ingest(bytes: [UInt8]) -> Decision {
    requests += 1
    let intake = RequestDecoder.decode(
      RequestMessage(
        body: bytes, queue: .ingest, contentType: "application/json", messageId: "r\(requests)",
        type: "invoice.ingest.v1", appId: "test"))
    switch intake {
    case .request(let identified):
      let decision = identified.request.plan(
        on: facts, in: Self.context(identified.header.key.identifier))
      facts.apply(decision.effects)
      return decision
    case .refused(let header, let refusal):
      return refusal.decision(for: header.key)
    case .unidentified(let message):
      return Decision(outcome: .rejected, errors: [message.fault])
    }
  }
}

extension Decision {
  /// Code and pointer of every error, such as `TOTALS_MISMATCH /invoice/statedTotals/tax`.
  var places: [String] { errors.map { "\($0.code.rawValue) \($0.pointer ?? "-")" } }

  var warningPlaces: [String] { warnings.map { "\($0.code.rawValue) \($0.pointer ?? "-")" } }

  var invoice: Invoice? { effects.invoices.made.first }
}

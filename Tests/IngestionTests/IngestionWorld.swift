import Billing
import CivilTime
import Foundation
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

  mutating func ingest(bytes: [UInt8]) -> Decision {
    requests += 1
    let intake = RequestDecoder.decode(
      RequestMessage(
        body: bytes, queue: .ingest, contentType: "application/json", messageId: "r\(requests)",
        type: "invoice.ingest.v1", appId: "test"))
    switch intake {
    case .request(let identified):
      let context = PlanningContext(
        request: identified.header.key,
        now: UTCInstant(microsecondsSince1970: 1_795_165_200_000_000),
        deriveIdentifier: { $0.joined(separator: "/") })
      let decision = identified.request.plan(
        on: facts, in: context, taxEngine: RateTableTaxEngine())
      facts.apply(decision)
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

  var invoice: Invoice? {
    for case .made(let invoice) in invoices { return invoice }
    return nil
  }
}

/// A tree of JSON that a test changes at a path such as `invoice.lines.0.taxRate`.
struct Tree {
  var value: [String: Any]

  init(_ value: [String: Any]) { self.value = value }

  /// The contract's own example.
  static func example() throws -> Tree {
    let text = """
      { "invoice": {
        "uniqueIdentifier": "ERP-2026-000123", "billingAccountId": "A",
        "billToContact": {"name": "A. Payable", "email": "ap@example.com"},
        "currency": "EUR", "invoiceDate": "2026-11-20", "dueDate": "2026-12-20",
        "status": "Draft", "invoiceNumber": null, "postedDate": null,
        "referenceEntity": {"type": "Order", "id": "O"}, "description": "November",
        "documentType": "Invoice",
        "addresses": [{"id": "a1", "street": "Main 1", "city": "Oslo", "postalCode": "0150",
          "state": null, "country": "NO"}],
        "lines": [{ "id": "l1", "name": "Support", "startDate": "2026-11-01",
          "endDate": "2026-11-30", "quantity": "1.5", "unitOfMeasure": "HUR",
          "unitPrice": "100.00", "priceBaseQuantity": "1",
          "allowances": [{"amount": "10.00", "reason": "loyalty"}], "charges": [],
          "chargeAmount": "140.00", "taxTreatmentId": "std", "billingAddressId": "a1",
          "shippingAddressId": "a1",
          "taxes": [{"name": "VAT", "code": "S", "rate": "25", "amount": "35.00"}] }],
        "allowances": [], "charges": [],
        "taxBreakdown": [{"category": "S", "rate": "25", "taxableAmount": "140.00",
          "taxAmount": "35.00"}],
        "prepaidAmount": "0.00", "payableRounding": "0.00",
        "statedTotals": {"lines": "140.00", "allowances": "0.00", "charges": "0.00",
          "taxExclusive": "140.00", "tax": "35.00", "taxInclusive": "175.00",
          "payable": "175.00"} },
        "taxCalculationStatus": "Estimated", "shouldCalculateTax": false }
      """
    let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return Tree(try #require(root))
  }

  func setting(_ path: String, to new: Any?) -> Tree {
    let steps = path.split(separator: ".").map(String.init)
    return Tree(Self.set(value, steps[...], to: new) as? [String: Any] ?? [:])
  }

  private static func set(_ node: Any, _ steps: ArraySlice<String>, to new: Any?) -> Any? {
    guard let step = steps.first else { return new }
    if var array = node as? [Any], let index = Int(step) {
      if index == array.count {
        if let made = set([String: Any](), steps.dropFirst(), to: new) { array.append(made) }
      } else if let changed = set(array[index], steps.dropFirst(), to: new) {
        array[index] = changed
      } else {
        array.remove(at: index)
      }
      return array
    }
    var object = node as? [String: Any] ?? [:]
    object[step] = set(object[step] ?? [String: Any](), steps.dropFirst(), to: new)
    return object
  }
}

import CivilTime
import Monetary

extension IngestInvoice {
  /// What is wrong with the invoice by itself, as far as it shows without the stored records: its form
  /// together, its dates and its arithmetic, by the very rules that ingest it.
  ///
  /// Whether the account, the order and the treatments exist, whether the number is free and what tax is
  /// estimated only a worker knows: none of that is a fault here, nor what follows from it.
  package func check() -> (errors: [Fault], warnings: [Fault]) {
    let context = PlanningContext(
      request: RequestKey(source: "", identifier: "check"),
      now: UTCInstant(microsecondsSince1970: 0), taxEngine: RateTableTaxEngine(),
      deriveIdentifier: { $0.joined(separator: "/") })
    var ingestion = ingestion(on: standIns, in: context)
    // Without its treatment a line's tax is unknown, and so are the totals that hold it.
    if invoice.lines.contains(where: isTaxUnknown) { ingestion.isTaxUnclear = true }
    _ = ingestion.run()
    let own = ingestion.faults.errors.filter { !$0.isOfRecords }
    return (own, ingestion.faults.warnings)
  }

  /// Taxed by records: its own treatment, or the default one, which only a worker has.
  private func isTaxUnknown(_ line: IncomingLine) -> Bool {
    if line.taxTreatmentId != nil { return true }
    return line.taxCategory == nil && line.taxes.isEmpty
  }

  /// The records the invoice names, with nothing in them that it could contradict.
  private var standIns: WorkingSet {
    var facts = WorkingSet()
    let address = Address(street: "", city: "", postalCode: "", country: "")
    if let currency = Currency(code: invoice.currency) {
      facts.insert(
        .account(
          Account(
            id: invoice.billingAccountId, name: "", currency: currency,
            billToContact: .named(name: "", email: nil), billingAddress: address)))
    }
    if case .order(let id)? = invoice.referenceEntity {
      facts.insert(.order(Order(id: id, accountId: invoice.billingAccountId, orderNumber: "")))
    }
    return facts
  }
}

extension Fault {
  /// Whether it says something of stored records rather than of the request.
  fileprivate var isOfRecords: Bool {
    switch code {
    case .accountNotFound, .orderNotFound, .debitMemoNotFound, .taxRateNotFound, .taxRateAmbiguous:
      true
    // An address that no line may name is the request's own; records are named as the source.
    case .recordReferenceNotFound: source != nil
    default: false
    }
  }
}

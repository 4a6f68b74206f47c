import Billing

/// The invoices that a request names, each once.
enum InvoiceIdentifiers {
  static func form(limit: Int) -> DistinctListForm<IdentifierForm<Invoice>, Invoice.ID> {
    DistinctListForm(
      list: ListForm(element: IdentifierForm<Invoice>(), limit: limit, things: "invoices"),
      keyName: "", key: { $0 }, thing: { _ in "invoice" })
  }
}

extension ObjectReader {
  /// The version that the sender saw. It is one invoice's: where a request names several, whose should it be? `named` is how
  /// many the request names; nil where that could not be read.
  mutating func expectedVersion(named: Int? = 1) -> Int64? {
    let version = optional(
      "expectedVersion", IntegerForm<Int64>(range: 1...Int64.max),
      "The invoice's version as the sender saw it; an invoice that has another one stays as it is.")
    if version != nil, let named, named > 1 {
      refuse("expectedVersion", "goes with one invoice; the request names \(named)")
    }
    return version
  }
}

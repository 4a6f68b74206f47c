import CivilTime

/// What the taxes of a request's documents are from, gathered while it is planned. With the rate table there is nothing to gather.
struct TaxesInProgress {
  private(set) var awaited = TaxesAwaited()
  private(set) var effects = TaxEffects()
  private var estimated: [String] = []
  private var reason = ""

  /// Notes what the tax of a document is from, whatever then becomes of the document.
  mutating func note(_ source: DocumentTaxes.Source, of id: String) {
    switch source {
    case .here, .quoted: break
    case .unquoted(let document): awaited.unquoted.append(document)
    case .away(let reason): awaited.away = awaited.away ?? reason
    case .fallback(let reason):
      estimated.append(id)
      self.reason = reason
    }
  }

  /// Notes that a document is posted: where an engine gave its tax, it is told of it.
  mutating func post(
    _ subject: TaxTransaction.Subject, of account: Account.ID, _ source: DocumentTaxes.Source,
    at now: UTCInstant
  ) {
    guard case .quoted(let document) = source else { return }
    effects.opened.append(
      TaxEffects.Opened(subject, of: account, document, at: now))
  }

  /// How many documents were estimated here for an engine that is away.
  var estimatedCount: Int { estimated.count }

  /// Said once in the answer, however many they are; nil where none was.
  var warning: Fault? {
    guard let first = estimated.first else { return nil }
    let whose = estimated.count == 1 ? "invoice \(first)" : "\(estimated.count) invoices"
    return Fault(
      code: .taxEstimatedByFallback,
      message:
        "The tax engine is away (\(reason)): the tax of \(whose) is estimated by the rate table. The engine is "
        + "asked when a draft is posted; invoice.calculate-tax.v1 asks it before.",
      source: estimated.count == 1 ? RecordReference(type: .invoice, id: first) : nil)
  }
}

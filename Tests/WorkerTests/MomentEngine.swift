import Billing

/// Taxes as the rate table does; the first time it is asked, what is given is done before.
///
/// `@unchecked Sendable`: one thread plans, and with it all that happens here.
final class MomentEngine: TaxEngine, @unchecked Sendable {
  private let engine = RateTableTaxEngine()
  private let body: () -> Void
  private var isOver = false

  init(_ body: @escaping () -> Void) {
    self.body = body
  }

  var name: String { engine.name }

  func taxes(
    on document: TaxableDocument, facts: WorkingSet
  ) throws(TaxFailure) -> DocumentTaxes {
    if !isOver {
      isOver = true
      body()
    }
    return try engine.taxes(on: document, facts: facts)
  }
}

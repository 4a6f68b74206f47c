import Billing

/// What is done to an invoice as a whole, as it is counted.
package enum InvoiceAction: String, Hashable, Sendable, CaseIterable {
  case draft
  case post
  case ingest
  case cancel
  case void

  /// How often each was done by what was decided.
  static func counts(of effects: Effects) -> [InvoiceAction: Int] {
    var counts: [InvoiceAction: Int] = [:]
    let made = effects.invoices.made
    // By their places: an invoice is large.
    for index in made.indices {
      switch (made[index].creationMode, made[index].status) {
      case (.external, _): counts[.ingest, default: 0] += 1
      case (.generated, .draft): counts[.draft, default: 0] += 1
      case (.generated, _): counts[.post, default: 0] += 1
      }
    }
    for change in effects.invoices.changed {
      for act in change.acts {
        switch act {
        case .posted: counts[.post, default: 0] += 1
        case .canceled: counts[.cancel, default: 0] += 1
        case .voided: counts[.void, default: 0] += 1
        default: break
        }
      }
    }
    return counts
  }
}

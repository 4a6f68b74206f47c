import Billing

/// What the engine answered to a quote, as it is counted.
package enum QuoteLabel: String, Hashable, Sendable, CaseIterable {
  case quoted
  case refused
  case invalid
  case away

  init(_ answer: TaxAnswer) {
    self =
      switch answer {
      case .quoted: .quoted
      case .refused: .refused
      case .invalid: .invalid
      case .away: .away
      }
  }
}

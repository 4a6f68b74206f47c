package import Monetary

/// One tax of a document: what is rounded once on it (EN 16931, BG-23). Rates compare as numbers.
package struct TaxKey: Hashable, Sendable {
  package let category: String
  package let percent: ExactDecimal

  package init(category: String, percent: ExactDecimal) {
    self.category = category
    self.percent = percent
  }

  /// As people write it: `S 25 %`.
  var text: String { "\(category) \(percent) %" }
}

package import Monetary

/// A figure that is stored, beside what comes out when it is computed again from the rest of what is stored.
package struct Recomputation: Hashable, Sendable {
  package let stored: Money
  package let result: Result

  package enum Result: Hashable, Sendable {
    case amount(Money)
    /// Taken as it was given or kept: there is nothing to compute it from.
    case none
    /// What is stored around it leads beyond the bounds of an amount.
    case beyondBounds
  }

  /// Nothing to compute it from.
  init(given stored: Money) {
    self.stored = stored
    result = .none
  }

  init(of stored: Money, _ compute: () throws(MonetaryError) -> Money) {
    self.stored = stored
    do throws(MonetaryError) {
      result = .amount(try compute())
    } catch {
      result = .beyondBounds
    }
  }

  /// The amount that comes out; nil where none does.
  package var recomputed: Money? {
    if case .amount(let money) = result { money } else { nil }
  }

  package var differs: Bool {
    switch result {
    case .amount(let money): money != stored
    case .none: false
    case .beyondBounds: true
    }
  }
}

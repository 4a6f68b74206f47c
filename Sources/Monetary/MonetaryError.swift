/// Why an exact calculation has no answer. What it means for a request is the caller's to say.
package enum MonetaryError: Error, Hashable, Sendable {
  /// The result lies outside what an amount or a decimal can hold. It is never wrapped or cut.
  case overflow
  /// A result was asked for a divisor, or a whole, of zero.
  case divisionByZero
  /// Amounts of different currencies were added or subtracted.
  case currencyMismatch
  /// An amount was to be split over no parts, which cannot sum to it.
  case noParts
}

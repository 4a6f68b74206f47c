package import CivilTime

/// A value bound to a statement. Typed in the domain's terms, so that each database can use its own
/// date, numeric and timestamp types.
package enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case boolean(Bool)
  case text(String)
  case bytes([UInt8])
  case date(CivilDate)
  case instant(UTCInstant)
  /// An exact number as plain decimal text, with the digits to keep: `1548.39`, `450.00`.
  case decimal(String)
  /// Sets, for ``SQL``'s `anyOf`.
  case texts([String])
  case integers([Int64])
}

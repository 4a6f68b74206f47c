/// Whether an engine is there, as whoever looks after it wants to know.
package enum TaxProbe: Hashable, Sendable {
  /// It answers, whatever it says of the document.
  case there
  /// It does not take the token, in its own words.
  case refusesToken(message: String)
  /// It answers what cannot be used.
  case invalid(reason: String)
  case away(reason: String)
}

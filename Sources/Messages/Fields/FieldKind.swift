package import CivilTime

/// What a value may be, as data: what the decoder enforces, for whoever describes the contract to others.
package indirect enum FieldKind: Hashable, Sendable {
  case object(ObjectShape)
  /// An object whose member `tag` says which of these it is.
  case variants(tag: String, [ObjectShape])
  case list(ListShape)
  /// One of these, as a string.
  case choice([String])
  case text(TextShape)
  case decimal(DecimalShape)
  /// A JSON number without fraction and exponent.
  case integer(ClosedRange<Int64>)
  /// A date that exists, YYYY-MM-DD.
  case date(ClosedRange<CivilDate>)
  case flag
  /// Printable ASCII without the space, as many characters as this.
  case identifier(length: ClosedRange<Int>)
  /// A currency's code of ISO 4217. One that is not known leaves the request well-formed and the record unusable.
  case currency
  /// Of one of these kinds; no value is of two of them.
  case either([FieldKind])
}

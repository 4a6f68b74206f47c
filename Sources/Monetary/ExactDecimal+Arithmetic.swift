extension ExactDecimal {
  /// The exact sum.
  package func adding(_ other: ExactDecimal) throws(MonetaryError) -> ExactDecimal {
    let scale = max(scale, other.scale)
    let sum = try Int256(product: coefficient, PowersOfTen.value(Int(scale - self.scale)))
      .adding(Int256(product: other.coefficient, PowersOfTen.value(Int(scale - other.scale))))
      .narrowed()
    guard let result = ExactDecimal(coefficient: sum, scale: Int(scale)) else { throw .overflow }
    return result
  }

  /// The exact difference.
  package func subtracting(_ other: ExactDecimal) throws(MonetaryError) -> ExactDecimal {
    try adding(other.negated)
  }

  /// The exact product; `overflow` also when it needs more than 12 digits after the point. A
  /// product that is rounded to a currency afterwards is an `ExactSum`'s work, which has no such
  /// limit.
  package func multiplied(by other: ExactDecimal) throws(MonetaryError) -> ExactDecimal {
    let product = try Int256(product: coefficient, other.coefficient).narrowed()
    guard let result = ExactDecimal(coefficient: product, scale: Int(scale + other.scale)) else {
      throw .overflow
    }
    return result
  }

  /// Minus the number. The one coefficient without a counterpart, −2^127, does not occur: the wire
  /// gives 30 digits, and arithmetic refuses it.
  package var negated: ExactDecimal {
    ExactDecimal(normalised: 0 &- coefficient, scale: scale)
  }
}

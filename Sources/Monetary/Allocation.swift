/// Splits an amount over parts without losing or inventing a minor unit (<doc:Money>).
package enum Allocation {
  /// One part for each weight, in proportion to the weights; the parts always sum to `total`, also
  /// with weights of mixed signs.
  ///
  /// Each exact share is rounded towards −∞ to the minor unit; the units that are then missing go
  /// one each to the largest fractions, the earlier part first. When the weights sum to zero the
  /// first part takes everything.
  ///
  /// Throws `noParts` without weights, `overflow` when the sum of the weights or a share is beyond
  /// its bounds (weights that nearly cancel out make shares far larger than the whole).
  package static func split(
    _ total: Money, by weights: [Int128]
  ) throws(MonetaryError) -> [Money] {
    try explainedSplit(total, by: weights).parts
  }

  /// The same with the indices of the parts that were given one of the missing units.
  package static func explainedSplit(
    _ total: Money, by weights: [Int128]
  ) throws(MonetaryError) -> (parts: [Money], raised: ArraySlice<Int>) {
    guard !weights.isEmpty else { throw .noParts }
    let sum = try sum(of: weights)
    guard sum != 0 else {
      var parts = [Money](repeating: .zero(total.currency), count: weights.count)
      parts[0] = total
      return (parts, [])
    }
    // The quotient's sign is carried by the amount, so that the divisor is positive.
    let amount = sum < 0 ? -total.minorUnits : total.minorUnits
    let divisor = sum < 0 ? -sum : sum
    var shares: [Int128] = []
    var fractions: [Int128] = []
    shares.reserveCapacity(weights.count)
    fractions.reserveCapacity(weights.count)
    var missing = Int256(total.minorUnits)
    for weight in weights {
      let (floor, fraction) = Int256(product: amount, weight).flooredQuotient(by: divisor)
      missing = try missing.adding(floor.negated)
      shares.append(try floor.narrowed())
      fractions.append(fraction)
    }
    let raised = largest(try Int(clamping: missing.narrowed()), of: fractions)
    for index in raised { shares[index] += 1 }
    var parts: [Money] = []
    parts.reserveCapacity(shares.count)
    for share in shares {
      parts.append(try Money(minorUnits: share, currency: total.currency))
    }
    return (parts, raised)
  }

  /// The indices of the `count` largest fractions, of equal ones the earlier.
  private static func largest(_ count: Int, of fractions: [Int128]) -> ArraySlice<Int> {
    guard count > 0 else { return [] }
    return fractions.indices.sorted { left, right in
      fractions[left] != fractions[right] ? fractions[left] > fractions[right] : left < right
    }.prefix(count)
  }

  private static func sum(of weights: [Int128]) throws(MonetaryError) -> Int128 {
    var sum: Int128 = 0
    for weight in weights {
      let (next, overflow) = sum.addingReportingOverflow(weight)
      // −2^127 has no positive counterpart to divide by.
      guard !overflow, next != .min else { throw .overflow }
      sum = next
    }
    return sum
  }
}

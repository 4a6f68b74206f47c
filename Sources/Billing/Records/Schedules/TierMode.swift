/// How tiers price a quantity (<doc:Usage#Tiers>).
package enum TierMode: String, Hashable, Sendable, CaseIterable {
  /// Every unit at the price of the tier it falls in.
  case graduated = "Graduated"
  /// All units at the price of the tier that the whole quantity falls in.
  case volume = "Volume"
}

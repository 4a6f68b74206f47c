internal import Billing
internal import Monetary

/// Tiers as one column: they are read and written with their schedule or line and never searched. `10|5|2;|3|` is up to
/// 10 units at 5 with a fee of 2, then 3 for each.
extension UsageTier {
  /// nil for no tiers.
  static func text(of tiers: [UsageTier]) -> String? {
    guard !tiers.isEmpty else { return nil }
    return tiers.map { tier in
      var text = ""
      if let upTo = tier.upTo { text += upTo.description }
      text += "|" + tier.unitPrice.description + "|"
      if let fee = tier.flatFee { text += fee.description }
      return text
    }
    .joined(separator: ";")
  }

  /// nil when the text holds no tiers.
  static func tiers(of text: String?) -> [UsageTier]? {
    guard let text else { return [] }
    var tiers: [UsageTier] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let numbers = part.split(separator: "|", omittingEmptySubsequences: false)
      guard numbers.count == 3, let price = ExactDecimal(wire: numbers[1]) else { return nil }
      let upTo = ExactDecimal(wire: numbers[0])
      let fee = ExactDecimal(wire: numbers[2])
      guard numbers[0].isEmpty || upTo != nil, numbers[2].isEmpty || fee != nil else { return nil }
      tiers.append(UsageTier(upTo: upTo, unitPrice: price, flatFee: fee))
    }
    return tiers
  }
}

extension RowDecoder {
  mutating func tiers() throws(StoreError) -> [UsageTier] {
    guard let tiers = UsageTier.tiers(of: try optionalText()) else { throw unreadable("tiers") }
    return tiers
  }
}

import Monetary

extension BillingSchedule {
  /// What the fields of usage must keep to, and where they may stand.
  var usageFaults: [FieldFault] {
    var faults: [FieldFault] = []
    func refuse(_ field: String, _ sentence: String) {
      faults.append(FieldFault(field: field, sentence: sentence))
    }
    guard billingMethod == .usage else {
      for (field, isGiven) in [
        ("includedQuantity", includedQuantity != nil), ("tierMode", tierMode != nil),
        ("tiers", !tiers.isEmpty),
      ] where isGiven {
        refuse(field, "\(field) goes with billingMethod Usage only.")
      }
      return faults
    }
    if billingType != .arrears {
      refuse("billingType", "Usage is billed in arrears: leave billingType out, or give Arrears.")
    }
    if !billingPeriodAmount.isZero {
      refuse(
        "billingPeriodAmount",
        "A Usage schedule bills its usage only: give billingPeriodAmount 0, and a schedule of its own for a fixed "
          + "charge.")
    }
    if let includedQuantity, includedQuantity.isNegative {
      refuse("includedQuantity", "includedQuantity must not be negative.")
    }
    if tierMode == nil, !tiers.isEmpty { refuse("tierMode", "tiers need a tierMode.") }
    if tierMode != nil, tiers.isEmpty { refuse("tiers", "tierMode needs tiers.") }
    if let sentence = tierFault { refuse("tiers", sentence) }
    return faults
  }

  /// Tiers must leave no quantity out and none twice.
  private var tierFault: String? {
    var from: ExactDecimal = 0
    for (place, tier) in tiers.enumerated() {
      guard let upTo = tier.upTo else {
        return place == tiers.count - 1
          ? nil
          : "Only the last of the tiers may be without upTo; number \(place + 1) is not the last."
      }
      guard from < upTo else {
        return "The tiers' upTo must ascend from above 0; that of number \(place + 1) is \(upTo)."
      }
      from = upTo
    }
    return tiers.isEmpty
      ? nil : "The last of the tiers must be without upTo, so that every quantity has a price."
  }
}

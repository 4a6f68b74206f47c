package import Monetary

/// A payment or a credit memo with the sums of its rows, for the audit: everything in minor units.
package struct AuditedSource: Sendable {
  package let record: RecordReference
  package let currency: Currency
  /// A voided memo has nothing left, whatever was credited.
  package let isVoided: Bool
  /// Only the memo that mirrors a negative invoice is below 0.
  package let mayBeNegative: Bool
  package let stated: Figures
  package var sums = Sums()

  package struct Figures: Sendable {
    package let amount: Int128
    package let applied: Int128
    package let refunded: Int128
    package let reversed: Int128
    package let left: Int128
    /// Of a memo: of its lines and their taxes.
    package let total: Int128?
    package let tax: Int128?

    package init(
      amount: Money, applied: Money, refunded: Money, reversed: Money?, left: Money,
      total: Money?, tax: Money?
    ) {
      self.amount = amount.minorUnits
      self.applied = applied.minorUnits
      self.refunded = refunded.minorUnits
      self.reversed = reversed?.minorUnits ?? 0
      self.left = left.minorUnits
      self.total = total?.minorUnits
      self.tax = tax?.minorUnits
    }
  }

  package struct Sums: Sendable {
    package var applied: Int128 = 0
    package var refunded: Int128 = 0
    package var reversed: Int128 = 0
    package var lines: Int128 = 0
    package var taxes: Int128 = 0
  }

  package init(
    _ record: RecordReference, currency: Currency, isVoided: Bool, mayBeNegative: Bool,
    stated: Figures
  ) {
    self.record = record
    self.currency = currency
    self.isVoided = isVoided
    self.mayBeNegative = mayBeNegative
    self.stated = stated
  }

  /// What does not hold, nothing where all does.
  package var breaches: [AuditBreach] {
    let promise: AuditPromise = record.type == .payment ? .payments : .creditMemos
    let name = record.type == .payment ? "Payment \(record.id)" : "Credit memo \(record.id)"
    var breaches: [AuditBreach] = []
    func expect(_ what: String, _ stated: Int128, _ found: Int128) {
      guard stated != found else { return }
      breaches.append(
        AuditBreach(
          promise,
          "\(name): \(what) is stored as \(text(stated)), its rows come to \(text(found))."))
    }
    expect("what is applied", stated.applied, sums.applied)
    expect("what is refunded", stated.refunded, sums.refunded)
    expect("what is reversed", stated.reversed, sums.reversed)
    if let total = stated.total { expect("totalAmount", total, sums.lines) }
    if let tax = stated.tax { expect("totalTaxAmount", tax, sums.taxes) }
    expect(
      "what is left", stated.left,
      isVoided ? 0 : stated.amount - stated.applied - stated.refunded - stated.reversed)
    if !mayBeNegative, min(stated.left, stated.applied, stated.refunded, stated.reversed) < 0 {
      breaches.append(AuditBreach(promise, "\(name): more went out than it holds."))
    }
    return breaches
  }

  private func text(_ minorUnits: Int128) -> String {
    (try? Money(minorUnits: minorUnits, currency: currency))?.description
      ?? "\(minorUnits) minor units of \(currency)"
  }
}

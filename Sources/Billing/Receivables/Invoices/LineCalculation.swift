package import CivilTime
package import Monetary

/// How the amount of a generated line came about, as it was when the line was made: a later change of the schedule changes no
/// explanation (<doc:Lifecycle#Every-amount-explains-itself>).
package struct LineCalculation: Hashable, Sendable {
  package var kind: Kind
  /// The full period of which the line bills a part.
  package var fullPeriod: CivilPeriod?
  /// Days billed of ``ofDays``.
  package var days: Int?
  package var ofDays: Int?
  /// What the part is taken of.
  package var basisAmount: Money?
  package var tierSteps: [TierStep]
  package var includedQuantity: ExactDecimal?
  /// What the line completes, and what lines before it have billed of it.
  package var totalAmount: Money?
  package var billedBefore: Money?

  package init(
    kind: Kind, fullPeriod: CivilPeriod? = nil, days: Int? = nil, ofDays: Int? = nil,
    basisAmount: Money? = nil, tierSteps: [TierStep] = [], includedQuantity: ExactDecimal? = nil,
    totalAmount: Money? = nil, billedBefore: Money? = nil
  ) {
    self.kind = kind
    self.fullPeriod = fullPeriod
    self.days = days
    self.ofDays = ofDays
    self.basisAmount = basisAmount
    self.tierSteps = tierSteps
    self.includedQuantity = includedQuantity
    self.totalAmount = totalAmount
    self.billedBefore = billedBefore
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case prorated = "Prorated"
    case completesTotal = "CompletesTotal"
    case usage = "Usage"
    case lateUsage = "LateUsage"
    case oneTime = "OneTime"
  }

  /// A tier as far as a quantity reached into it.
  package struct TierStep: Hashable, Sendable {
    package let from: ExactDecimal
    package let upTo: ExactDecimal?
    package let quantity: ExactDecimal
    package let unitPrice: ExactDecimal
    package let flatFee: ExactDecimal?
    /// Exact, before rounding.
    package let amount: ExactDecimal

    package init(
      from: ExactDecimal, upTo: ExactDecimal?, quantity: ExactDecimal, unitPrice: ExactDecimal,
      flatFee: ExactDecimal?, amount: ExactDecimal
    ) {
      self.from = from
      self.upTo = upTo
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.flatFee = flatFee
      self.amount = amount
    }
  }
}

package import CivilTime
package import Monetary

/// How the amount of a generated line came about, as it was when the line was made: a later change of the schedule changes no
/// explanation (<doc:Lifecycle#Every-amount-explains-itself>).
///
/// A class, though it is a value that never changes: most lines have none, and what a line does not have costs it a word.
package final class LineCalculation: Sendable {
  package let kind: Kind
  /// The full period of which the line bills a part.
  package let fullPeriod: CivilPeriod?
  /// Days charged of ``ofDays``: all of them where a part of a period is charged in full.
  package let days: Int?
  package let ofDays: Int?
  /// What the part is taken of; of what completes a total the full period's amount.
  package let basisAmount: Money?
  /// The tiers that the quantity reached; of late usage that of the whole period, also where there is a rate instead of
  /// tiers. Empty where ``InvoiceLine/usage`` says all.
  package let tierSteps: [TierStep]
  /// What is free of charge in the whole period.
  package let includedQuantity: ExactDecimal?
  /// What the line completes, and what lines before it have billed of it: the schedule's total; where there is no
  /// ``basisAmount``, the full period's amount; of late usage the price of all usage of the period.
  package let totalAmount: Money?
  package let billedBefore: Money?

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
    /// Where the tier begins.
    package let from: ExactDecimal
    /// Where it ends, inclusive; nil for the last.
    package let upTo: ExactDecimal?
    package let quantity: ExactDecimal
    package let unitPrice: ExactDecimal
    package let flatFee: ExactDecimal?
    /// Before it is rounded to the currency; with twelve digits after the point where it would have more.
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

extension LineCalculation: Hashable {
  package static func == (left: LineCalculation, right: LineCalculation) -> Bool {
    left === right || left.content == right.content
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(content) }

  /// All that it says, for comparison.
  private var content: [AnyHashable?] {
    [
      kind, fullPeriod, days, ofDays, basisAmount, tierSteps, includedQuantity, totalAmount,
      billedBefore,
    ]
  }
}

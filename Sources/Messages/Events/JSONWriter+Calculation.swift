import Billing
import CivilTime
import JSON
import Monetary

extension JSONWriter {
  /// How the line's amount came about (<doc:Lifecycle#Every-amount-explains-itself>); null where the amount is that of its
  /// full period, and on lines of before version 13. Members that do not apply are left out.
  mutating func calculation(of line: InvoiceLine) {
    key(plain: "calculation")
    guard let calculation = line.calculation else {
      // An older line of late usage says so by its place only.
      guard line.lateUsage > 0 else { return null() }
      beginObject()
      member("kind", LineCalculation.Kind.lateUsage.rawValue)
      endObject()
      return
    }
    beginObject()
    member("kind", calculation.kind.rawValue)
    if let period = calculation.fullPeriod {
      member("fullPeriodStart", period.from)
      member("fullPeriodEnd", period.lastDay)
    }
    if let days = calculation.days {
      key(plain: "days")
      integer(days)
    }
    if let days = calculation.ofDays {
      key(plain: "ofDays")
      integer(days)
    }
    if let amount = calculation.basisAmount { member("basisAmount", amount) }
    if !calculation.tierSteps.isEmpty { tierSteps(calculation.tierSteps) }
    if let quantity = calculation.includedQuantity {
      member("includedQuantity", quantity)
    }
    if let amount = calculation.totalAmount { member("totalAmount", amount) }
    if let amount = calculation.billedBefore { member("billedBefore", amount) }
    endObject()
  }

  private mutating func tierSteps(_ steps: [LineCalculation.TierStep]) {
    key(plain: "tierSteps")
    beginArray()
    for step in steps {
      beginObject()
      member("from", step.from)
      if let upTo = step.upTo { member("upTo", upTo) }
      member("quantity", step.quantity)
      member("unitPrice", step.unitPrice)
      if let fee = step.flatFee { member("flatFee", fee) }
      member("amount", step.amount)
      endObject()
    }
    endArray()
  }
}

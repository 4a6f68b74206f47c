import Monetary

/// Usage lines: what was used, what of it is free, what the rest costs.
extension LineStory {
  /// `steps`: as the line keeps them; none for a rate, and for a line of before.
  mutating func tellUsage(_ usage: LineUsage, steps: [LineCalculation.TierStep]) {
    basis = .usage
    say(
      "Used in the period: \(usage.consumedQuantity); \(included(usage.includedQuantity)); charged: \(usage.overageQuantity)."
    )
    guard usage.overageQuantity > 0 else {
      say("Nothing is charged where nothing is used beyond that: no flat fee either.")
      let nothing = Money.zero(line.amount.currency)
      compute { () throws(MonetaryError) in nothing }
      return
    }
    // From the steps as they are kept, so that what is shown is what makes the amount.
    let kept = steps.isEmpty ? Self.steps(of: usage) : steps
    tell(kept, mode: usage.price.mode)
    quotient = Self.sum(of: kept)
    let currency = line.amount.currency
    let exact = quotient
    compute { () throws(MonetaryError) in
      guard let exact else { throw .overflow }
      return try exact.rounded(to: currency)
    }
    sayQuotient(kept.count == 1 ? Self.formula(kept[0], text) : "Together")
  }

  /// What comes late is priced with all usage of its period, less what that cost before it came.
  mutating func tellLateUsage(_ calculation: LineCalculation) {
    basis = .lateUsage
    guard let usage = line.usage, let total = calculation.totalAmount,
      let billed = calculation.billedBefore
    else { return }
    let period = line.period.map { " of \(Self.days(of: $0))" } ?? ""
    say(
      "Usage\(period) that arrived after its period was billed: \(usage.consumedQuantity)."
    )
    say(
      "The amount is the price of all usage of the period, less the price of what was billed of it before."
    )
    let steps = calculation.tierSteps
    let after = Self.quantity(of: steps)
    say(
      "All usage of the period: \(included(calculation.includedQuantity ?? 0)); charged: \(after?.description ?? "beyond an amount")."
    )
    tell(steps, mode: usage.price.mode)
    if !steps.isEmpty {
      quotient = Self.sum(of: steps)
      let rounded = steps.count == 1 ? Self.formula(steps[0], text) : "Together"
      if let quotient { say("\(rounded) = \(text.rounding(quotient, to: total)).") }
    }
    say(
      "Less \(billed.decimalText) for what was billed before: \(total.decimalText) − \(billed.decimalText) = \(line.amount.decimalText)."
    )
    let currency = line.amount.currency
    compute { () throws(MonetaryError) in
      // Both prices are computed again: of what is charged now, and of what was charged without what came late.
      guard let after else { throw .overflow }
      // Steps that were beyond an amount are not kept.
      guard !steps.isEmpty || total.isZero else { return try total.subtracting(billed) }
      let price = usage.price
      let before = try after.subtracting(usage.overageQuantity)
      return try price.charge(for: after, in: currency)
        .subtracting(price.charge(for: before, in: currency))
    }
    // What the line keeps of both has to lead to the same.
    if amount?.differs == false {
      compute { () throws(MonetaryError) in try total.subtracting(billed) }
    }
  }

  private func included(_ quantity: ExactDecimal) -> String {
    quantity.isZero ? "nothing is included" : "included, free of charge: \(quantity)"
  }

  /// How much a list of steps prices.
  private static func quantity(
    of steps: [LineCalculation.TierStep]
  ) -> ExactDecimal? {
    var sum: ExactDecimal = 0
    do throws(MonetaryError) {
      for step in steps { sum = try sum.adding(step.quantity) }
      return sum
    } catch {
      return nil
    }
  }

  /// From the price that the line keeps.
  private static func steps(of usage: LineUsage) -> [LineCalculation.TierStep] {
    var steps: [LineCalculation.TierStep] = []
    do throws(MonetaryError) {
      try usage.price.forEachPart(of: usage.overageQuantity) { part throws(MonetaryError) in
        var sum = ExactSum()
        try part.add(to: &sum)
        steps.append(
          LineCalculation.TierStep(
            from: part.from, upTo: part.upTo, quantity: part.quantity, unitPrice: part.unitPrice,
            flatFee: part.flatFee, amount: try sum.decimal()))
      }
      return steps
    } catch {
      return []
    }
  }

  private static func formula(_ step: LineCalculation.TierStep, _ text: AmountText) -> String {
    let fee = step.flatFee.map { " + \(text.price($0)) once" } ?? ""
    return "\(step.quantity) × \(text.price(step.unitPrice))\(fee)"
  }

  private mutating func tell(_ steps: [LineCalculation.TierStep], mode: TierMode?) {
    switch mode {
    case nil: return
    case .graduated:
      if steps.count > 1 {
        say("Graduated tiers: each prices what of the quantity lies in it.")
      } else {
        say("Graduated tiers, of which the first holds all of the quantity.")
      }
    case .volume: say("Volume tiers: the one that holds the quantity prices all of it.")
    }
    for step in steps {
      let end = step.upTo.map { "to \($0)" } ?? "on"
      let label = "Tier from \(step.from) \(end): "
      say("\(label)\(Self.formula(step, text)) = \(text.price(step.amount)).")
    }
  }

  /// Exactly; nil beyond what can be added up.
  private static func sum(of steps: [LineCalculation.TierStep]) -> ExactQuotient? {
    do throws(MonetaryError) {
      var sum = ExactSum()
      for step in steps {
        try sum.add(step.quantity, times: step.unitPrice)
        if let fee = step.flatFee { try sum.add(fee) }
      }
      return try sum.quotient()
    } catch {
      return nil
    }
  }
}

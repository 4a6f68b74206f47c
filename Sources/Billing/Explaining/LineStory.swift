import CivilTime
import Monetary

/// The story of a line's amount while it is told.
struct LineStory {
  let line: InvoiceLine
  let text: AmountText
  var basis = ExplainedLine.Basis.given
  var amount: Recomputation?
  var quotient: ExactQuotient?
  var sentences: [String] = []

  init(_ line: InvoiceLine) {
    self.line = line
    text = AmountText(currency: line.amount.currency)
  }

  mutating func say(_ sentence: String) { sentences.append(sentence) }

  mutating func compute(_ compute: () throws(MonetaryError) -> Money) {
    amount = Recomputation(of: line.amount, compute)
  }

  static func days(of period: CivilPeriod) -> String {
    period.days == 1 ? "\(period.from)" : "\(period.from) to \(period.lastDay)"
  }

  // MARK: Kinds

  mutating func tellOlder() {
    basis = .older
    say(
      "The line is older than what says how an amount came about: it was made before this was kept with each line. Its amount is \(line.amount.decimalText), as it was billed."
    )
  }

  mutating func tellFullPeriod() {
    basis = .fullPeriod
    let period = line.period.map { ", \(Self.days(of: $0))" } ?? ""
    let schedule = line.billingScheduleId.map { " of schedule \($0)" } ?? ""
    say(
      "The amount\(schedule) for one full period\(period), as the schedule had it when the line was made: \(line.amount.decimalText)."
    )
    if line.lateUsage == 0, isQuantityTimesPrice {
      say(
        "It is \(line.quantity) × \(text.price(line.unitPrice)) = \(line.amount.decimalText).")
    }
  }

  private var isQuantityTimesPrice: Bool {
    guard line.quantity != 1 else { return false }
    var sum = ExactSum()
    do throws(MonetaryError) {
      try sum.add(line.quantity, times: line.unitPrice)
      return try sum.rounded(to: line.amount.currency) == line.amount
    } catch {
      return false
    }
  }

  mutating func tell(_ calculation: LineCalculation) {
    if line.reissue > 0 {
      say("The period was invoiced before, and is invoiced again here, time \(line.reissue).")
    }
    switch calculation.kind {
    case .prorated: tellProrated(calculation)
    case .completesTotal: tellCompletion(calculation)
    case .oneTime: tellOneTime(calculation)
    case .usage:
      if let usage = line.usage { tellUsage(usage, steps: calculation.tierSteps) }
    case .lateUsage: tellLateUsage(calculation)
    }
  }

  private mutating func tellOneTime(_ calculation: LineCalculation) {
    basis = .oneTime
    say("It is charged once, and whole: \(line.amount.decimalText).")
    if let basis = calculation.basisAmount { compute { () throws(MonetaryError) in basis } }
  }

  private mutating func tellProrated(_ calculation: LineCalculation) {
    basis = .prorated
    guard let period = line.period, let full = calculation.fullPeriod, let days = calculation.days,
      let ofDays = calculation.ofDays, let whole = calculation.basisAmount
    else { return }
    say(
      "It bills \(Self.days(of: period)), \(period.days) of the \(AmountText.days(full.days)) of the full period \(Self.days(of: full))."
    )
    if days == ofDays, period.days != full.days {
      say("The schedule charges a part of a period in full: \(whole.decimalText).")
      compute { () throws(MonetaryError) in whole }
      return
    }
    compute { () throws(MonetaryError) in try whole.prorated(days, of: ofDays) }
    quotient = ExactQuotient(whole, times: Int128(days), dividedBy: Int128(ofDays))
    sayQuotient("\(whole.decimalText) × \(days) ÷ \(ofDays)")
  }

  /// `left` = what was rounded, and what it was rounded to.
  mutating func sayQuotient(_ left: String) {
    guard let quotient else { return }
    say("\(left) = \(text.rounding(quotient, to: amount?.recomputed)).")
  }

  private mutating func tellCompletion(_ calculation: LineCalculation) {
    basis = .completesTotal
    guard let total = calculation.totalAmount else { return }
    let full = calculation.fullPeriod.map(Self.days(of:)) ?? "its period"
    guard let billed = calculation.billedBefore else {
      say(
        "It is the rest of the full period \(full): what the line charged whose place it takes, \(total.decimalText)."
      )
      compute { () throws(MonetaryError) in total }
      return
    }
    compute { () throws(MonetaryError) in try total.subtracting(billed) }
    let difference = "\(total.decimalText) − \(billed.decimalText)"
    let result = amount?.recomputed.map { " = \($0.decimalText)" } ?? ""
    guard let whole = calculation.basisAmount else {
      say(
        "A part of a period is charged in full, and a full period once: \(total.decimalText) for \(full), of which lines before have charged \(billed.decimalText)."
      )
      say("\(difference)\(result).")
      return
    }
    say(
      "It is the last line of its schedule, and completes the schedule's total of \(total.decimalText), of which lines before have billed \(billed.decimalText)."
    )
    say("\(difference)\(result).")
    if let days = calculation.days, let ofDays = calculation.ofDays {
      let byDays = ExactQuotient(whole, times: Int128(days), dividedBy: Int128(ofDays))
      let exact = byDays.map { ", which is \($0.text(in: text.currency))" } ?? ""
      say(
        "By its days alone it would be \(whole.decimalText) × \(days) ÷ \(ofDays)\(exact); the total decides."
      )
    } else if calculation.fullPeriod != nil {
      say("A full period is \(whole.decimalText); the total decides.")
    }
  }
}

package import Monetary

/// Why a line has its amount.
package struct ExplainedLine: Hashable, Sendable {
  /// From 1.
  package let position: Int
  package let line: InvoiceLine
  package let basis: Basis
  package let amount: Recomputation
  /// What was rounded; nil where nothing was divided or multiplied.
  package let quotient: ExactQuotient?
  /// Whole sentences, in order.
  package let sentences: [String]

  /// What its amount stands on.
  package enum Basis: String, Hashable, Sendable, CaseIterable {
    /// The full period's amount, as its schedule had it.
    case fullPeriod = "FullPeriod"
    case prorated = "Prorated"
    case completesTotal = "CompletesTotal"
    case usage = "Usage"
    case lateUsage = "LateUsage"
    case oneTime = "OneTime"
    /// As its document or its sender gave it.
    case given = "Given"
    /// Made before lines said how their amounts came about.
    case older = "Older"
  }
}

extension ExplainedLine {
  init(_ line: InvoiceLine, position: Int, isOlder: Bool) {
    var story = LineStory(line)
    if let details = line.ingested {
      story.tellGiven(details)
    } else if let calculation = line.calculation {
      story.tell(calculation)
    } else if let usage = line.usage, line.lateUsage == 0 {
      story.tellUsage(usage, steps: [])
    } else if isOlder {
      story.tellOlder()
    } else {
      story.tellFullPeriod()
    }
    self.init(
      position: position, line: line, basis: story.basis,
      amount: story.amount ?? Recomputation(given: line.amount), quotient: story.quotient,
      sentences: story.sentences)
  }
}

import Messages

/// The schedules that a request passed over, for people: why, and what to do.
enum SkippedText {
  /// Schedules that are shown; there may be a thousand.
  static let shown = 20

  static func text(of completion: CompletionView, width: Int?) -> String {
    guard let table = table(of: completion) else { return "" }
    let more = completion.skippedCount - min(shown, completion.skipped.count)
    return table.text(width: width)
      + (more > 0
        ? "and \(more) more \(more == 1 ? "schedule" : "schedules"); --json shows up to 1,000\n"
        : "")
  }

  /// The first of them, a row each; nil where none was passed over.
  static func table(of completion: CompletionView) -> Table? {
    guard !completion.skipped.isEmpty else { return nil }
    var table = Table([.init("Schedule"), .init("Reason"), .init("What to do", wraps: true)])
    for skipped in completion.skipped.prefix(shown) {
      table.append([
        skipped.billingScheduleId, skipped.reason, advice(skipped, completion.warnings),
      ])
    }
    return table
  }

  /// The warnings that no row of the table says already.
  static func otherWarnings(of completion: CompletionView) -> [CompletionView.Fault] {
    let explained = Set(
      completion.skipped.prefix(shown).filter { $0.reason == "NotReady" }.map(\.billingScheduleId))
    return completion.warnings.filter { !$0.isNotReady || !explained.contains($0.sourceId ?? "") }
  }

  private static func advice(
    _ skipped: CompletionView.Skipped, _ warnings: [CompletionView.Fault]
  ) -> String {
    let draft = skipped.draftInvoiceId.map { "Draft \($0) holds what was due of it. " } ?? ""
    let date = skipped.nextBillingDate
    switch skipped.reason {
    case "NotDue":
      return draft
        + (date.map { "Its next billing date is \($0): ask with a target date after it." } ?? "")
    case "CompletelyBilled": return draft + "Nothing is left to bill."
    case "AfterCancellation":
      return draft + "It is canceled, and billed up to its cancellation."
    case "NotReady":
      let warning = warnings.first { $0.isNotReady && $0.sourceId == skipped.billingScheduleId }
      return
        (warning?.message
        ?? "Look with invoice-worker schedules show \(skipped.billingScheduleId).")
        + (date.map { " Its next billing date is \($0)." } ?? "")
    case "ZeroAmount":
      return "All its lines are zero: they come with the next invoice, or at once with "
        + "zeroAmountInvoices true." + (date.map { " Its next billing date is \($0)." } ?? "")
    default: return date.map { "Its next billing date is \($0)." } ?? ""
    }
  }

  /// The same in a few words, for a line: `BS-1 NotDue until 2027-01-01`.
  static func brief(_ completion: CompletionView, most: Int = 3) -> String {
    let parts = completion.skipped.prefix(most).map { skipped in
      let date = skipped.nextBillingDate.map { " until \($0)" } ?? ""
      let draft = skipped.draftInvoiceId.map { " on draft \($0)" } ?? ""
      return "\(skipped.billingScheduleId) \(skipped.reason)"
        + (skipped.reason == "NotDue" ? date : "") + draft
    }
    guard !parts.isEmpty else { return "" }
    let more = completion.skippedCount - parts.count
    return parts.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}

extension CompletionView.Fault {
  fileprivate var isNotReady: Bool { code == "BILLING_SCHEDULE_NOT_READY" }
}

extension Notice {
  /// What came of a request, once its documents have their numbers.
  ///
  /// nil for one that only began a run: the end of the run is told then (``init(of:invoices:errors:)``).
  package init?(
    of decision: Decision, _ key: RequestKey, type: String, errorLogNumbers: [String]
  ) {
    guard decision.answer.invoiceRun?.status != .running else { return nil }
    let outcome = decision.outcome
    let answer = decision.answer
    let made = decision.effects.invoices.made
    let invoices = answer.invoices.compactMap { result -> InvoiceSummary? in
      switch result {
      case .made(let index): made[index].summary
      case .existing(let summary): summary
      case .failed, .refused: nil
      }
    }
    var done = Section()
    done.lines.append("Request \(key.identifier) (\(type)): \(outcome.rawValue)")
    if !answer.emails.isEmpty { done.lines.append("E-mails queued: \(answer.emails.count)") }
    if !answer.tasks.isEmpty { done.lines.append("Tasks requested: \(answer.tasks.count)") }
    self.init(
      subject: "\(outcome.rawValue): \(type) \(key.identifier)",
      [
        done,
        Section("Invoices", invoices.map(\.noticeLine)),
        Section("Not done", Self.lines(Self.faults(decision))),
        Section(
          "Skipped",
          answer.skipped.map { skipped in
            "Schedule \(skipped.billingScheduleId): \(skipped.reason.rawValue)"
              + (skipped.nextBillingDate.map { ", next on \($0)" } ?? "")
          }),
        Section("Warnings", Self.lines(decision.warnings)),
        Section("What to do", Self.advice(decision, errorLogNumbers)),
        Section(nil, ["invoice-worker requests show \(key.identifier) shows all of it."]),
      ])
  }

  /// The request's, and those of single invoices that are not among them.
  private static func faults(_ decision: Decision) -> [Fault] {
    var seen = Set(decision.errors)
    var faults = decision.errors
    for result in decision.answer.invoices {
      switch result {
      case .failed(_, _, let own), .refused(_, _, let own):
        for fault in own where seen.insert(fault).inserted { faults.append(fault) }
      case .made, .existing: break
      }
    }
    return faults
  }

  static func lines(_ faults: [Fault]) -> [String] {
    faults.map { fault in
      (fault.source.map { "\($0.type.rawValue) \($0.id): " } ?? "")
        + "\(fault.message) (\(fault.code.rawValue))"
    }
  }

  private static func advice(_ decision: Decision, _ errorLogNumbers: [String]) -> [String] {
    let outcome = decision.outcome
    guard outcome != .succeeded else {
      return decision.warnings.isEmpty
        ? ["Nothing: all of it is done."]
        : ["What was asked for is done; see whether the warnings above concern you."]
    }
    let logs =
      errorLogNumbers.isEmpty
      ? [] : ["Error logs: \(errorLogNumbers.prefix(listed).joined(separator: ", "))."]
    let advice =
      switch outcome {
      case .rejected:
        "Correct the request as said above, and send it under another identifier."
      default:
        "Fix what is said above, then send a new request, under another identifier, for what was not done."
      }
    return [advice] + logs
  }
}

extension InvoiceSummary {
  fileprivate var noticeLine: String {
    NoticedInvoice(
      id: id, number: number, status: status, totalAmountWithTax: totalAmountWithTax
    ).line
  }
}

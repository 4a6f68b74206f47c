/// What a run passes over and counts, of invoices that others are to do something with.
extension ChunkInProgress {
  /// Takes what a request for one invoice decided. What a run passes over is counted and neither logged nor an error; whatever
  /// else was refused is an error of the run.
  mutating func take(_ decision: Decision, of id: Invoice.ID, _ invoice: Invoice?) {
    var isFailed = false
    for fault in decision.errors {
      if let reason = RunCounters.SkipReason(fault.code) {
        plan.counters.skip(reason)
        continue
      }
      isFailed = true
      plan.errors.append(
        RunError(
          accountId: invoice?.accountId, invoiceId: id, groupingKey: invoice?.groupingKey,
          code: fault.code, message: fault.message))
    }
    if isFailed { plan.counters.invoicesFailed += 1 }
    var taken = decision
    taken.errorLogs.removeAll { RunCounters.SkipReason($0.code) != nil }
    // Of several faults of an invoice the first is logged, which may be one that is passed over.
    if isFailed, taken.errorLogs.isEmpty,
      let fault = decision.errors.first(where: { RunCounters.SkipReason($0.code) == nil })
    {
      taken.errorLogs = [
        .item(ItemRefusal(fault), of: id, invoice?.accountId, .invoiceRun)
      ]
    }
    take(taken)
  }
}

extension RunCounters.SkipReason {
  /// Why a run passes over what a request would refuse.
  fileprivate init?(_ code: ErrorCode) {
    switch code {
    case .invoiceNotPosted: self = .notPosted
    case .nothingToCharge: self = .nothingToCharge
    case .taskAlreadyRequested: self = .alreadyRequested
    case .emailOptedOut: self = .optedOut
    case .emailAlreadySent: self = .alreadySent
    case .emailAddressMissing: self = .addressMissing
    default: return nil
    }
  }
}

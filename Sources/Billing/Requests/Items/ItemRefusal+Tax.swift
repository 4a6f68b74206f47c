extension ItemRefusal {
  /// Every line at fault, as far as an answer lists faults.
  init(_ failure: TaxFailure) {
    if failure.isOfDocument, let line = failure.lines.first {
      self.init(Fault(code: line.code, message: line.message))
      return
    }
    var faults = BoundedFaults(.errors)
    for line in failure.lines {
      faults.append(Fault(code: line.code, message: "Line \(line.index + 1): \(line.message)"))
    }
    let all = faults.all()
    self.init(
      all.first
        ?? Fault(code: .internalError, message: "The tax engine failed and named no line."))
    others = Array(all.dropFirst())
  }
}

extension Invoice {
  /// ``taxedAgain(keepsGiven:as:_:on:by:)`` for the invoice's account, as an item of a request.
  func taxedAgain(
    keepsGiven: Bool, as kind: TaxDocument.Kind, on facts: WorkingSet, by engine: any TaxEngine
  ) throws(ItemRefusal) -> TaxedInvoice {
    guard let account = facts.accounts[accountId] else {
      throw ItemRefusal(.unknown(RecordReference(.account, accountId), .accountNotFound, at: nil))
    }
    do throws(TaxFailure) {
      return try taxedAgain(keepsGiven: keepsGiven, as: kind, account, on: facts, by: engine)
    } catch {
      throw ItemRefusal(error)
    }
  }
}

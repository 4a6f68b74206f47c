/// How a request about an invoice's credit is refused: the fault of the completion, and its error log.
struct CreditRefusal {
  let category: ErrorLogCategory
  let facts: WorkingSet

  /// The request refused for the one invoice that it names.
  func decision(
    _ refusal: ItemRefusal, of id: Invoice.ID, at pointer: String
  ) -> Decision {
    let fault = fault(refusal, of: id, at: pointer)
    return Decision(outcome: .failed, errors: [fault], errorLogs: [log(fault, of: id)])
  }

  func fault(_ refusal: ItemRefusal, of id: Invoice.ID, at pointer: String) -> Fault {
    Fault(
      code: refusal.code, message: refusal.message, pointer: refusal.pointer ?? pointer,
      source: refusal.source ?? RecordReference(.invoice, id))
  }

  /// On the invoice's account; of an invoice that does not exist on itself.
  func log(_ fault: Fault, of id: Invoice.ID) -> ErrorLogEntry {
    let record = RecordReference(.invoice, id)
    let account = facts.invoices[id]?.accountId
    return ErrorLogEntry(
      category: fault.code.isOfNumbering ? .invoicePosting : category, code: fault.code,
      message: fault.message,
      primaryRecord: account.map { RecordReference(.account, $0) } ?? record,
      relatedRecord: account == nil ? nil : record, accountId: account)
  }
}

extension ErrorCode {
  /// Whether it says that nothing, or too much, numbers a document: that is posting's, whatever the request.
  var isOfNumbering: Bool { self == .sequencePolicyMissing || self == .sequencePolicyAmbiguous }
}

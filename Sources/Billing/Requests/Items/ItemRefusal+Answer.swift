/// How an invoice that a request leaves as it is is answered and logged: one of several, or the only one.
extension ItemRefusal {
  /// Every reason, at `pointer` and on the invoice where it says nothing else.
  func faults(of id: Invoice.ID, at pointer: String?) -> [Fault] {
    let record = RecordReference(.invoice, id)
    let first = Fault(
      code: code, message: message, pointer: self.pointer ?? pointer, source: source ?? record)
    return [first]
      + others.map {
        Fault(
          code: $0.code, message: $0.message, pointer: $0.pointer ?? pointer,
          source: $0.source ?? record)
      }
  }
}

extension Decision {
  /// A request about one invoice, which `invoiceId` names, refused as a whole. Without `invoice` there is none.
  static func refused(
    _ refusal: ItemRefusal, of id: Invoice.ID, _ invoice: Invoice?, _ category: ErrorLogCategory
  ) -> Decision {
    let faults = refusal.faults(of: id, at: "/invoiceId")
    return Decision(
      outcome: .failed, errors: faults,
      errorLogs: [.item(refusal, of: id, invoice?.accountId, category)],
      answer: Answer(invoices: [.refused(id, invoice?.summary, faults: faults)]))
  }
}

extension ErrorLogEntry {
  /// What is logged of an invoice that a request leaves as it is: on its account, related to the invoice; of one that does
  /// not exist, on the invoice. What cannot be numbered is logged as a fault of posting, whatever the request.
  static func item(
    _ refusal: ItemRefusal, of id: Invoice.ID, _ account: Account.ID?,
    _ category: ErrorLogCategory
  ) -> ErrorLogEntry {
    let record = RecordReference(.invoice, id)
    var message = refusal.message
    if !refusal.others.isEmpty { message += " There is more; see the request's completion." }
    return ErrorLogEntry(
      category: refusal.code.isOfNumbering ? .invoicePosting : category, code: refusal.code,
      message: message,
      primaryRecord: account.map { RecordReference(.account, $0) } ?? record,
      relatedRecord: account == nil ? nil : record, accountId: account)
  }
}

extension ErrorCode {
  /// Whether it says that nothing, or too much, numbers a document: that is posting's, whatever the request.
  var isOfNumbering: Bool { self == .sequencePolicyMissing || self == .sequencePolicyAmbiguous }
}

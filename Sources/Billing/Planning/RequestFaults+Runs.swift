/// Why a request about an invoice run is refused, or one that begins a run. The log stands under the run, as it is named.
extension RequestFaults {
  static func unknownRun(_ id: InvoiceRun.ID) -> RequestFaults {
    run(
      id, .invoiceRunNotFound, "Invoice run \(id) does not exist. Correct the identifier.")
  }

  static func runExists(_ run: InvoiceRun) -> RequestFaults {
    self.run(
      run.id, .invoiceRunExists,
      "Invoice run \(run.id) exists; it began at \(run.startedAt) and is \(run.status.rawValue). "
        + "Choose another invoiceRunId, or leave it out.")
  }

  /// The request needs the results of a run that has not ended.
  static func runIsRunning(_ id: InvoiceRun.ID) -> RequestFaults {
    run(
      id, .invoiceRunRunning,
      "Invoice run \(id) is still Running. Wait for its invoice-run.completed.v1, or cancel it with "
        + "invoice-run.cancel.v1.")
  }

  static func runNotRunning(_ run: InvoiceRun) -> RequestFaults {
    self.run(
      run.id, .invoiceRunNotRunning,
      "Invoice run \(run.id) is \(run.status.rawValue): there is nothing left to cancel. Cancel its drafts with "
        + "invoice.cancel.v1.")
  }

  /// Criteria that name a record that is not stored.
  static func unknownCriterion(
    _ record: RecordReference, _ code: ErrorCode, at pointer: String, of run: InvoiceRun.ID
  ) -> RequestFaults {
    let fault = Fault.unknown(record, code, at: pointer)
    return RequestFaults(
      errors: [fault],
      errorLogs: [
        ErrorLogEntry(
          category: .invoiceRun, code: code, message: fault.message, primaryRecord: record,
          relatedRecord: RecordReference(.invoiceRun, run),
          accountId: record.type == .account ? Account.ID(record.id) : nil)
      ])
  }

  /// What would refuse the e-mail of every invoice of a run.
  static func emailsRefused(
    _ refusal: ItemRefusal, _ id: InvoiceRun.ID, at pointer: String
  ) -> RequestFaults {
    run(id, refusal.code, refusal.message, at: pointer)
  }

  private static func run(
    _ id: InvoiceRun.ID, _ code: ErrorCode, _ message: String, at pointer: String = "/invoiceRunId"
  ) -> RequestFaults {
    let record = RecordReference(.invoiceRun, id)
    return RequestFaults(
      errors: [Fault(code: code, message: message, pointer: pointer, source: record)],
      errorLogs: [
        ErrorLogEntry(category: .invoiceRun, code: code, message: message, primaryRecord: record)
      ])
  }
}

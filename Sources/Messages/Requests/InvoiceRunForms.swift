import Billing

/// `invoice-run.cancel.v1`.
struct CancelInvoiceRunForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> CancelInvoiceRun? {
    let id = fields.invoiceRunId("The run, by its identifier; it must be Running.")
    let cancelsDrafts = fields.optional(
      "cancelDrafts", .flag, "Whether the drafts that it has made are canceled too.")
    return id.map { CancelInvoiceRun(invoiceRunId: $0, cancelsDrafts: cancelsDrafts ?? false) }
  }
}

/// `invoice-run.recover.v1`.
struct RecoverInvoiceRunForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> RecoverInvoiceRun? {
    let id = fields.invoiceRunId("The run that put the schedules in Error; it must have ended.")
    let retries = fields.optional(
      "retry", .flag, "Whether the accounts with errors are billed again when that is done.")
    return id.map { RecoverInvoiceRun(invoiceRunId: $0, retries: retries ?? false) }
  }
}

/// `invoice-run.post.v1`.
struct PostInvoiceRunForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> PostInvoiceRun? {
    fields.invoiceRunId("The run whose drafts are posted; it must have ended.")
      .map { PostInvoiceRun(invoiceRunId: $0) }
  }
}

extension ObjectReader {
  fileprivate mutating func invoiceRunId(_ sentence: String) -> InvoiceRun.ID? {
    required("invoiceRunId", IdentifierForm<InvoiceRun>(), sentence)
  }
}

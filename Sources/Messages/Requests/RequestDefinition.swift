import Billing

/// A request type as this version handles it: its queue and its form. One entry each in ``all``, which is all that the
/// decoder, the topology and whoever describes the contract go by.
package struct RequestDefinition: Sendable {
  package let type: RequestType
  /// The queue that the type is bound to; its limits hold for the type wherever it arrives.
  package let queue: WorkQueue
  /// What the request asks for, in one sentence.
  package let sentence: String
  /// The data's fields as data, those that every request may have at the end.
  package var shape: ObjectShape {
    ObjectShape { fields in
      _ = read(&fields)
      _ = RequestAttributes(&fields)
    }
  }
  /// Reads what is asked for; nil after a fault was recorded.
  let read: @Sendable (inout ObjectReader) -> (any Request)?

  package static let all: [RequestDefinition] = beginning + lifecycle + ledger + runs + delivery

  /// What makes records and invoices, and what keeps them going.
  private static let beginning: [RequestDefinition] = [
    RequestDefinition(
      .generateInvoices, .generate, GenerateInvoicesForm(),
      "Makes invoices from the billing schedules that are due."),
    RequestDefinition(
      .previewInvoices, .generate, PreviewInvoicesForm(),
      "Shows the invoices that would be made, and stores nothing."),
    RequestDefinition(
      .upsertRecords, .records, UpsertRecordsForm(), "Stores records, all of them or none."),
    RequestDefinition(
      .recordUsage, .records, RecordUsageForm(),
      "Stores usage that schedules with billingMethod Usage bill, all of it or none."),
    RequestDefinition(
      .suspendBilling, .manage, SuspendBillingForm(),
      "Bills nothing of an account, group or schedule from a day on."),
    RequestDefinition(
      .resumeBilling, .manage, ResumeBillingForm(),
      "Bills again what was suspended, from a day on."),
    RequestDefinition(
      .ingestInvoice, .ingest, IngestInvoiceForm(), "Stores one invoice that was made elsewhere."),
    RequestDefinition(
      .cancelInvoices, .manage, CancelInvoicesForm(),
      "Takes drafts back; what they billed is open again."),
    RequestDefinition(
      .calculateTax, .manage, CalculateTaxForm(), "Calculates the estimated tax of a draft again."),
    RequestDefinition(
      .recoverBillingSchedules, .manage, RecoverBillingSchedulesForm(),
      "Makes billing schedules in Error ready again."),
  ]

  /// What happens to an invoice after it was made.
  private static let lifecycle: [RequestDefinition] = [
    RequestDefinition(
      .postInvoices, .manage, PostInvoicesForm(),
      "Makes drafts final: with their tax, their number, and owed from then on."),
    RequestDefinition(
      .updateInvoice, .manage, UpdateInvoiceForm(),
      "Changes what may change of an invoice, never an amount."),
    RequestDefinition(
      .voidInvoices, .manage, VoidInvoicesForm(),
      "Takes posted invoices back by credit memos; what they billed is open again."),
    RequestDefinition(
      .writeOffInvoices, .manage, WriteOffInvoicesForm(),
      "Gives up what is owed on posted invoices, in whole or in part."),
    RequestDefinition(
      .convertToCredit, .manage, ConvertToCreditForm(),
      "Makes negative lines of a posted invoice into a credit memo."),
    RequestDefinition(
      .runTasks, .manage, RunTasksForm(),
      "Has others do something with posted invoices: charge, synchronize or send them."),
    RequestDefinition(
      .reportTask, .manage, ReportTaskForm(), "Tells what became of a task that was requested."),
  ]

  /// Credit memos, payments, and what they settle.
  private static let ledger: [RequestDefinition] = [
    RequestDefinition(
      .createCreditMemo, .manage, CreateCreditMemoForm(),
      "Credits an account, stand-alone or lines of its invoices."),
    RequestDefinition(
      .applyCreditMemo, .manage, ApplyCreditMemoForm(),
      "Settles invoices from what is left of a credit memo."),
    RequestDefinition(
      .unapplyCreditMemo, .manage, UnapplyCreditMemoForm(),
      "Takes applications of credit memos back."),
    RequestDefinition(
      .voidCreditMemo, .manage, VoidCreditMemoForm(), "Takes a credit memo back."),
    RequestDefinition(
      .recordPayment, .manage, RecordPaymentForm(),
      "Records money that came in, and applies it to invoices where that is asked for."),
    RequestDefinition(
      .applyPayment, .manage, ApplyPaymentForm(),
      "Settles invoices from what is left of a payment."),
    RequestDefinition(
      .unapplyPayment, .manage, UnapplyPaymentForm(), "Takes applications of payments back."),
    RequestDefinition(
      .recordRefund, .manage, RecordRefundForm(),
      "Records money that went out again, of a payment or a credit memo."),
    RequestDefinition(
      .reversePayment, .manage, ReversePaymentForm(),
      "Records that money of a payment never came or was taken back."),
  ]

  /// Work over very many accounts at once.
  private static let runs: [RequestDefinition] = [
    RequestDefinition(
      .startInvoiceRun, .manage, StartInvoiceRunForm(),
      "Begins a run: invoices for all accounts that something is due of, or those that are meant."),
    RequestDefinition(
      .cancelInvoiceRun, .manage, CancelInvoiceRunForm(),
      "Ends a run that is Running; what it has made stays."),
    RequestDefinition(
      .recoverInvoiceRun, .manage, RecoverInvoiceRunForm(),
      "Makes the schedules that a run put in Error ready again."),
    RequestDefinition(
      .postInvoiceRun, .manage, PostInvoiceRunForm(), "Posts the drafts of a run that has ended."),
  ]

  /// What happens to documents, and to what others are told of them.
  private static let delivery: [RequestDefinition] = [
    RequestDefinition(
      .sendEmail, .manage, SendEmailForm(), "Queues e-mails that send posted invoices."),
    RequestDefinition(
      .reportBounce, .manage, ReportBounceForm(), "Says that an e-mail came back."),
    RequestDefinition(
      .unsuppress, .manage, UnsuppressForm(), "Lets an address get e-mail again."),
    RequestDefinition(
      .retryTaxCommit, .manage, RetryTaxCommitForm(),
      "Has the tax engine told again of documents whose commit or void has failed."),
  ]

  private static let byName: [String: RequestDefinition] = Dictionary(
    // Traps on purpose: the table is the program's own, and a type in it twice is a mistake of ours.
    uniqueKeysWithValues: all.map { ($0.type.rawValue, $0) })

  private init(
    _ type: RequestType, _ queue: WorkQueue, _ form: some RequestForm, _ sentence: String
  ) {
    self.type = type
    self.queue = queue
    self.sentence = sentence
    read = { fields in form.read(&fields) }
  }

  /// The definition of the type of this name; nil for a type that is not known here.
  package init?(typeName: String) {
    guard let definition = Self.byName[typeName] else { return nil }
    self = definition
  }
}

import Messages

/// The help of each request type: `request TYPE --help` (<doc:Requests#Types>). Its fields and what it does are those of the
/// table on which the decoder runs; what stands here is what people should know besides.
extension RequestType {
  var helpTopic: HelpTopic {
    let definition = RequestDefinition(typeName: rawValue)
    return HelpTopic(
      name: rawValue, summary: definition?.sentence.asSummary ?? "",
      details: ((definition?.shape.choices.map(\.asSentence) ?? []) + [details])
        .filter { !$0.isEmpty }.joined(separator: " "),
      fields: definition?.shape.fields.compactMap(HelpTopic.Field.init) ?? [],
      examples: examples)
  }

  private var details: String {
    switch self {
    case .upsertRecords:
      "All of the records are stored, or none. invoice-worker import sends whole files, and names faulty lines."
    case .recordUsage:
      "All of the usage is stored, or none. A record that was stored before changes nothing."
    case .ingestInvoice:
      "invoice-worker ingest sends whole files of them, and UBL documents."
    case .cancelInvoices:
      "Each draft is canceled or refused by itself, the latest first. A posted invoice cannot be canceled."
    case .postInvoices:
      "Each draft is posted or refused by itself. A contract's tasks are not requested by it."
    case .updateInvoice:
      "A posted invoice keeps its amounts, dates, lines and parties: void it, or credit it, and bill again."
    case .voidInvoices:
      "Each invoice is voided or refused by itself, the latest first. What is applied to it is taken back before."
    case .writeOffInvoices:
      "Each invoice is written off or refused by itself. credit-memo.void.v1 with unapply takes it back."
    case .convertToCredit:
      "A credit note is converted as a whole, without lineIds."
    case .runTasks:
      "Each task is an event that others act on; a Charge names the payment method that is to be charged."
    case .reportTask:
      "Nobody has to report: no task blocks anything. A task that failed is requested again by invoice.run-tasks.v1."
    case .createCreditMemo:
      "All or nothing, the applications too."
    case .recordPayment:
      "The payment is recorded also where its applications are refused; it stays unapplied then."
    case .applyPayment, .applyCreditMemo:
      "All of the applications are made, or none."
    case .recordRefund:
      "What is refunded must be unapplied, or taken back by takeBack. No money is moved by it."
    case .reversePayment:
      "What is unapplied goes first, then what was applied last. No money is moved by it."
    case .startInvoiceRun:
      "The answer comes at once; invoice-worker runs watch ID shows the run's progress."
    case .cancelInvoiceRun:
      "After the answer the run makes no invoice. Send cancelDrafts to have its drafts taken back."
    case .recoverInvoiceRun:
      "What made them fail should be fixed before; invoice-worker runs errors ID lists it."
    case .postInvoiceRun:
      "Drafts that were posted or canceled since are passed over, and counted."
    case .sendEmail:
      "Each invoice has an e-mail of its own; those of a run go where their accounts say. The answer comes when they are queued; invoice-worker emails list shows what became of them."
    case .reportBounce:
      "What was queued or failed has not been sent, and is refused. invoice-worker emails suppressed lists the addresses."
    case .unsuppress:
      "An address that gets e-mail is left as it is."
    case .retryTaxCommit:
      "Clear up with the engine first what it refused; invoice-worker error-logs list names it. The invoice stays as it is."
    case .generateInvoices, .previewInvoices, .suspendBilling, .resumeBilling, .calculateTax,
      .recoverBillingSchedules, .unapplyPayment, .unapplyCreditMemo, .voidCreditMemo:
      ""
    }
  }
}

extension HelpTopic.Field {
  /// nil for a field that the worker keeps.
  fileprivate init?(_ field: FieldDescription) {
    guard field.presence != .kept else { return nil }
    self.init(
      name: field.name, isRequired: field.presence == .required,
      summary: field.sentence.asSummary)
  }
}

extension ObjectShape.Choice {
  fileprivate var asSentence: String {
    "Give \(isRequired ? "exactly" : "at most") one of \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")."
  }
}

extension String {
  /// A sentence as a list has it: without the capital letter of its first word, and without the full stop.
  fileprivate var asSummary: String {
    let words = hasSuffix(".") ? dropLast() : self[...]
    // A name such as JSON or IBAN keeps its letters.
    let isName = words.dropFirst().first?.isUppercase ?? false
    return isName ? String(words) : words.prefix(1).lowercased() + words.dropFirst()
  }
}

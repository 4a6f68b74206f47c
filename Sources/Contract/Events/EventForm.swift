package import Messages

/// An event type: when it comes, and what its data holds.
package struct EventForm: Sendable {
  package let type: EventType
  /// When it comes, in one sentence.
  package let sentence: String
  package let data: EventShape

  /// In the order of the types.
  package static let all: [EventForm] = EventType.allCases.map(EventForm.init)

  package init(_ type: EventType) {
    self.type = type
    sentence = type.sentence
    data = type.data
  }

  /// The message's body: CloudEvents 1.0, structured.
  package var envelope: EventShape {
    EventShape(
      nil, sentence,
      [
        .always("specversion", .choice(["1.0"]), "The version of CloudEvents."),
        .always("id", .text, "The same however often the event comes: drop what you have seen."),
        .always("source", .text, "Which installation says so."),
        .always("type", .choice([type.rawValue]), "The event's type, and its routing key."),
        .always("subject", .text, "The identifier of the record that it is about."),
        .always("time", .instant, "When it was committed."),
        .always("datacontenttype", .choice(["application/json"]), "What the data is."),
        // Events that an earlier version has stored have none.
        .sometimes(
          "dataschema", .choice([SchemaIdentifier.of(type.rawValue)]),
          "The identifier of the data's schema."),
        .sometimes("traceparent", .text, "The trace of the request, by W3C Trace Context."),
        .sometimes("tracestate", .text, "What goes with the trace."),
        .always("data", .object(data), "What the event says."),
      ])
  }
}

extension EventType {
  fileprivate var sentence: String {
    switch self {
    case .requestCompleted: "A request has its outcome, whatever that is."
    case .invoiceDrafted: "A draft was made."
    case .invoicePosted: "An invoice was made final."
    case .invoiceTaskRequested: "Others are to do something with an invoice."
    case .invoiceIngested: "An invoice that was made elsewhere is stored."
    case .invoiceCanceled: "A draft was taken back."
    case .invoiceVoided: "A posted invoice was taken back."
    case .invoiceUpdated: "Members of an invoice were set."
    case .invoicePaid: "The balance of an invoice became 0."
    case .invoiceBalanceChanged: "The balance of an invoice changed in another way."
    case .invoiceOverdue: "An instalment is overdue."
    case .creditMemoPosted: "A credit memo was made."
    case .creditMemoVoided: "A credit memo was taken back."
    case .paymentRecorded: "Money came in."
    case .paymentReversed: "Money never came, or was taken back by the bank."
    case .paymentRefunded: "Money went out again."
    case .emailSent: "The mail server took an e-mail."
    case .emailFailed: "The mail server will never take an e-mail."
    case .emailBounced: "An e-mail came back."
    case .runStarted: "A run began."
    case .runProgressed: "Chunks of a run were done."
    case .runCompleted: "A run has ended, however."
    case .runSkipped: "No run came of an occurrence of a scheduler."
    case .errorLogRecorded: "An error log was created, or replaced."
    }
  }

  fileprivate var data: EventShape {
    switch self {
    case .requestCompleted: .completion
    case .invoiceDrafted, .invoicePosted, .invoiceIngested, .invoiceCanceled: .invoice
    case .invoiceTaskRequested: .taskRequested
    case .invoiceVoided:
      .invoice(adding: [
        .sometimes("creditMemo", .object(.creditMemoHead), "The memo that takes it back.")
      ])
    case .invoiceUpdated: .invoiceHead([.always("changes", .changes, "What was set.")])
    case .invoicePaid:
      .invoiceHead([
        .orNull("settledBy", .object(.recordReference), "What settled the last of it.")
      ])
    case .invoiceBalanceChanged:
      .invoiceHead([
        .always("previousBalance", .decimal, "The balance before."),
        .orNull("cause", .object(.recordReference), "What changed it."),
      ])
    case .invoiceOverdue:
      .invoiceHead([
        .always("instalment", .object(.instalment), "The instalment."),
        .always("daysOverdue", .integer, "For how many days it has been overdue."),
      ])
    case .creditMemoPosted, .creditMemoVoided: .creditMemo
    case .paymentRecorded: .payment
    case .paymentReversed: .reversal
    case .paymentRefunded: .refund
    case .emailSent, .emailFailed: .email([])
    case .emailBounced: .bouncedEmail
    case .runStarted, .runProgressed: .invoiceRun
    case .runCompleted:
      .invoiceRun(adding: [
        .always("errors", .list(.object(.runError)), "Its first errors; at most 100."),
        .always("samples", .list(.object(.invoice)), "Of a preview: the first invoices."),
      ])
    case .runSkipped: .skippedOccurrence
    case .errorLogRecorded: .errorLog
    }
  }
}

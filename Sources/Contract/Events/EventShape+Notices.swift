import Billing

/// What is said about tasks, e-mails and errors.
extension EventShape {
  static let taskRequested = EventShape(
    "TaskRequested", "What others are to do with an invoice.",
    [
      .always("taskId", .text, "The task's identifier."),
      .always("task", .choice(PostInvoicingTask.self), "What is to be done."),
      .orNull("retryOf", .text, "The earlier task of the kind."),
      .orNull("amount", .decimal, "What is to be charged."),
      .orNull(
        "paymentMethod",
        part(
          "What a charge is to be paid by.",
          [
            .always("savedPaymentMethodId", .text, "The payment method's identifier."),
            .always("kind", .choice(SavedPaymentMethod.Kind.self), "What kind it is."),
            .always("displayName", .text, "What people know it by."),
            .orNull("token", .text, "What the payment system knows it by; secret."),
          ]), "What a charge is to be paid by."),
      .always("invoice", .object(.invoice), "The invoice."),
    ])

  static let bouncedEmail = email([
    .always("address", .text, "The address that it came back from."),
    .always("kind", .choice(EmailBounce.Kind.self), "Why it came back."),
  ])

  static func email(_ more: [EventMember]) -> EventShape {
    EventShape(
      nil, "An e-mail.",
      [
        .always("emailId", .text, "The e-mail's identifier."),
        .orNull("invoiceId", .text, "The invoice that it sends; null of a notice."),
        .always("to", .list(.text), "Where it goes."),
        .always("attempts", .integer, "How often it was tried."),
        .sometimes("diagnostic", .text, "What the mail server said."),
        .always(
          "refused",
          .list(
            part(
              "A recipient that the mail server did not take.",
              [
                .always("address", .text, "The address."),
                .orNull("diagnostic", .text, "What the mail server said."),
              ])), "Recipients that the mail server did not take."),
      ] + more)
  }

  static let errorLog = EventShape(
    "ErrorLog", "An error that somebody should look at.",
    [
      .always("errorLogNumber", .text, "Its number."),
      .always("category", .choice(ErrorLogCategory.self), "What kind of work met it."),
      .always("severity", .choice(ErrorLogEntry.Severity.self), "How bad it is."),
      .always("errorCode", .text, "The code; invoice-worker contract codes lists them."),
      .always("errorMessage", .text, "What happened and what to do, for people."),
      .orNull("primaryRecord", .object(.recordReference), "The record that it concerns."),
      .orNull("relatedRecord", .object(.recordReference), "Another record that it concerns."),
      .orNull("requestIdentifier", .text, "The request that met it."),
      .always("occurrences", .integer, "How often it was met."),
      .always("firstSeenAt", .instant, "When it was met first."),
      .always("lastSeenAt", .instant, "When it was met last."),
      .orNull("resolvedAt", .instant, "When it was resolved."),
    ])
}

extension EventKind {
  static let changes: EventKind = .list(
    EventShape.part(
      "A member that was set.",
      [
        .always("field", .text, "The member's name."),
        .orNull("from", .text, "What it was before."), .orNull("to", .text, "What it is now."),
      ]))
}

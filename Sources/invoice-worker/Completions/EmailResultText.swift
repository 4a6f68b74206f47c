import Messages

/// The e-mails that a request queued or is about, for people.
enum EmailResultText {
  /// A row for each; its invoice by number where it has one.
  static func table(
    _ emails: [CompletionView.Email], invoices: [CompletionView.Invoice]
  ) -> Table {
    var numbers: [String: String] = [:]
    for invoice in invoices {
      if let id = invoice.id { numbers[id] = invoice.number }
    }
    var table = Table([
      .init("E-mail"), .init("Status"), .init("Invoice", drop: 1), .init("To", wraps: true),
    ])
    for email in emails {
      table.append([
        email.id, email.status, email.invoiceId.map { numbers[$0] ?? $0 } ?? "",
        email.to.joined(separator: " "),
      ])
    }
    return table
  }
}

package import Monetary

/// What a notice says of an invoice.
package struct NoticedInvoice: Hashable, Sendable {
  package let id: Invoice.ID
  package let number: String?
  package let status: InvoiceStatus
  package let totalAmountWithTax: Money

  package init(
    id: Invoice.ID, number: String?, status: InvoiceStatus, totalAmountWithTax: Money
  ) {
    self.id = id
    self.number = number
    self.status = status
    self.totalAmountWithTax = totalAmountWithTax
  }

  package init(_ invoice: Invoice) {
    self.init(
      id: invoice.id, number: invoice.number, status: invoice.status,
      totalAmountWithTax: invoice.totalAmountWithTax)
  }

  var line: String {
    "\(number ?? id.text): \(totalAmountWithTax.decimalText) \(totalAmountWithTax.currency.code), "
      + status.rawValue
  }
}

extension Notice {
  /// What a run that has ended has done.
  ///
  /// - Parameters:
  ///   - run: with its counters and totals.
  ///   - invoices: the first of those that it made or went over, at most ``listed``.
  ///   - errors: its first ones.
  package init(of run: InvoiceRun, invoices: [NoticedInvoice], errors: [RunError]) {
    let counters = run.counters
    var done = Section()
    done.lines.append("Invoice run \(run.id) (\(run.kind.rawValue)): \(run.status.rawValue)")
    func count(_ name: String, _ number: Int) {
      if number > 0 { done.lines.append("\(name): \(number)") }
    }
    count("Invoices made", counters.invoicesMade)
    count("Invoices posted", counters.invoicesPosted)
    count("Invoices canceled", counters.invoicesCanceled)
    count("Taxes estimated, for the tax engine was away", counters.taxesEstimated)
    count("Tasks requested", counters.tasksRequested)
    count("E-mails queued", counters.emailsQueued)
    count("Schedules ready again", counters.recovered)
    for total in run.totals {
      done.lines.append(
        "Total with tax: \(total.totalAmountWithTax.decimalText) \(total.currency.code), "
          + "\(total.invoices) invoices")
    }
    let known = max(invoices.count, counters.invoicesMade)
    self.init(
      subject: "\(run.status.rawValue): invoice run \(run.id) (\(run.kind.rawValue))",
      [
        done,
        Section("Invoices", invoices.map(\.line), of: known),
        Section(
          "Passed over",
          RunCounters.SkipReason.allCases.compactMap { reason in
            counters.skipped[reason].map { "\(reason.rawValue): \($0)" }
          }),
        Section(
          "Not done",
          errors.map { error in
            let record =
              error.invoiceId.map { "Invoice \($0): " }
              ?? error.accountId.map { "Account \($0): " } ?? ""
            return "\(record)\(error.message) (\(error.code.rawValue))"
          }, of: run.errorCount),
        Section("Warnings", Self.lines(run.warnings)),
        Section("What to do", run.advice),
        Section(
          nil,
          ["invoice-worker runs show \(run.id) shows all of it, runs errors \(run.id) its errors."]),
      ])
  }
}

internal import Billing
internal import CivilTime
internal import Monetary

/// What stored invoices hold that may be taken back.
extension FactsLoading {
  /// Of the invoices whose lines are counted, whose they are and how many lines they have. Asked before any is loaded, and even
  /// before the locks, for an invoice keeps the number of lines that it was made with. Lines are numbered from 1 without a gap, so
  /// the last number says how many they are, and the others are not gone through.
  var countedInvoices: FactsQuestion? {
    guard !counted.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT account_id, id, (SELECT max(position) FROM invoice_line WHERE invoice_id = invoice.id)
        FROM invoice WHERE id \(anyOf: counted)
        """
    ) { found, row throws(StoreError) in
      found.accounts.insert(try row.id())
      let id: Invoice.ID = try row.id()
      if let count = try row.optionalInt() { found.facts.lineCounts[id] = count }
    }
  }

  /// The live lines of their schedules on other invoices: which periods open, and who bills later ones. Of a line no more than
  /// that, and what it charges; the schedules' own rows, which say the currency, are asked for before. A number is for the
  /// refusal that names the invoice of a later period, and is looked up for such lines only.
  var otherLinesOfTakenBack: FactsQuestion? {
    // Without a first day nothing of them is live, and nothing opens.
    guard let first = found.firstDayOfTakenBack else { return nil }
    return FactsQuestion(
      statement: """
        SELECT billing_schedule_id, invoice_id,
          CASE WHEN period_from >= \(first) THEN (
            SELECT invoice_number FROM invoice WHERE invoice.id = line.invoice_id
          ) END,
          period_from, period_to, amount, reissue, late_usage
        FROM invoice_line line
        WHERE billing_schedule_id \(anyOf: found.schedulesOfTakenBack) AND is_live
          AND invoice_id NOT IN (SELECT id FROM invoice WHERE id \(anyOf: found.takenBack))
        """
    ) { found, row throws(StoreError) in
      let id: BillingSchedule.ID = try row.id()
      let invoiceId: Invoice.ID = try row.id()
      let number = try row.optionalText()
      let from = try row.date()
      let to = try row.date()
      guard let period = CivilPeriod(from: from, to: to) else { throw row.unreadable("period") }
      guard let currency = found.facts.schedules[id]?.progress?.billedAmount.currency else {
        return
      }
      let line = InvoicedPeriod.Line(
        period: period, amount: try row.money(currency), reissue: try row.int(),
        lateUsage: try row.int())
      found.facts.invoicedPeriods[id]?.append(
        InvoicedPeriod(invoiceId: invoiceId, invoiceNumber: number, line: line))
    }
  }

  /// The usage that they bill, and what of their schedules' usage waits for an invoice: with it a schedule is not complete that would
  /// be otherwise. Asked once it is known which schedules bill usage: the method is fixed as soon as a schedule has lines.
  var usageOfTakenBack: [FactsQuestion?] {
    let facts = found.facts
    guard facts.holdsMetered else { return [] }
    let schedules = found.schedulesOfTakenBack.filter {
      facts.schedules[$0]?.billingMethod == .usage
    }
    guard !schedules.isEmpty else { return [] }
    return [
      .records(of: UsageRecord.self, where: "invoice_id \(anyOf: found.takenBack)"),
      .records(
        of: UsageRecord.self,
        where: "billing_schedule_id \(anyOf: schedules) AND invoice_id IS NULL"),
    ]
  }
}

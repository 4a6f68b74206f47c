package import Billing
package import CivilTime
import JSON
import Monetary

extension EventEncoder {
  /// `invoice.drafted.v1`, `invoice.posted.v1` or `invoice.ingested.v1`: the event of an invoice that was made, as its mode
  /// and status have it.
  ///
  /// `time` is the transaction's, `trace` that of the request that made the invoice.
  package func invoice(_ invoice: Invoice, time: UTCInstant, trace: TraceContext?) -> Event {
    let type: EventType =
      switch (invoice.creationMode, invoice.status) {
      case (.external, _): .invoiceIngested
      case (.generated, .draft): .invoiceDrafted
      // None is made canceled or voided.
      case (.generated, .posted), (.generated, .canceled), (.generated, .voided): .invoicePosted
      }
    return event(
      type, id: EventIdentifier.invoice(type, invoice.id), subject: invoice.id.text, time: time,
      requestIdentifier: invoice.cause, trace: trace, size: Self.size(of: invoice)
    ) { $0.invoice(invoice, on: time.date) }
  }

  /// `invoice.overdue.v1`: an instalment was due before the day of `time`, and some of it is open. Of no request: the clock
  /// says so. `index` is the instalment's place among ``Billing/Invoice/openInstalments``.
  package func overdue(_ invoice: Invoice, instalment index: Int, time: UTCInstant) -> Event {
    let instalment = invoice.openInstalments[index]
    return event(
      .invoiceOverdue,
      id: EventIdentifier.overdue(invoice.id, dueDate: instalment.dueDate, index: index),
      subject: invoice.id.text, time: time, requestIdentifier: nil, trace: nil,
      size: Self.headSize
    ) {
      $0.invoiceHead(invoice, on: time.date) {
        $0.key(plain: "instalment")
        $0.instalment(instalment)
        $0.key(plain: "daysOverdue")
        $0.integer(instalment.dueDate.days(until: time.date))
      }
    }
  }

  static let headSize = 2_560

  static func size(of invoice: Invoice) -> Int { headSize + invoice.lines.count * 672 }
}

extension Invoice {
  /// The identifier of the run that made it, else of the request.
  fileprivate var cause: String { invoiceRunId?.text ?? request.identifier }
}

/// A stored invoice with everything that has moved its balance: what ``InvoiceExplanation`` is told from.
package struct InvoiceLedger: Hashable, Sendable {
  /// Whole.
  package let invoice: Invoice
  /// All rows on the invoice, also those that take back, in the order in which they were recorded.
  package var applications: [Application]
  /// The sources of the applications.
  package var payments: [Payment.ID: Payment]
  /// The same, and the memos that the invoice's negative lines were made into.
  package var creditMemos: [CreditMemo.ID: CreditMemo]
  /// The timeline, the oldest first.
  package var events: [InvoiceEvent]

  package init(
    _ invoice: Invoice, applications: [Application] = [], payments: [Payment] = [],
    creditMemos: [CreditMemo] = [], events: [InvoiceEvent] = []
  ) {
    self.invoice = invoice
    self.applications = applications
    self.payments = Dictionary(payments.map { ($0.id, $0) }) { first, _ in first }
    self.creditMemos = Dictionary(creditMemos.map { ($0.id, $0) }) { first, _ in first }
    self.events = events
  }

  /// Whether it was made before lines said how their amounts came about. Since then what makes an invoice begins its
  /// timeline (<doc:Lifecycle#The-timeline>).
  package var isOlder: Bool { !events.contains { $0.request == invoice.request } }

  /// The memos that its negative lines were made into, the first first.
  var conversions: [CreditMemo] {
    creditMemos.values.filter {
      $0.sourceAction == .negativeInvoiceLineConversion && $0.invoiceId == invoice.id
    }.sorted { ($0.recordedDate, $0.id) < ($1.recordedDate, $1.id) }
  }
}

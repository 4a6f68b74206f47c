package import Billing

/// What people want to see beside an invoice, from the records that it names.
package struct InvoiceSurroundings: Hashable, Sendable {
  /// Of the schedules on its lines.
  package var categories: [BillingSchedule.ID: BillingScheduleCategory] = [:]
  /// Of the invoices that it names; one without a number is left out.
  package var numbers: [Invoice.ID: String] = [:]
  /// Of the credit memos that were made of it.
  package var memoNumbers: [CreditMemo.ID: String] = [:]

  /// What was sent of it, the latest first, without the texts; of very many the latest.
  package var emails: [EmailDelivery] = []
  /// What others were asked to do with it, in that order.
  package var tasks: [InvoiceTask] = []
  /// Whether there are more than ``mostTasks``, of which the latest are here.
  package var hasEarlierTasks = false
  package static let mostTasks = 1_000
  /// What a tax engine's books say of it; nil where they say nothing.
  package var tax: TaxTransaction?

  package init() {}
}

extension Queries {
  package func surroundings(of invoice: Invoice) throws(StoreError) -> InvoiceSurroundings {
    var found = InvoiceSurroundings()
    let schedules = invoice.billingScheduleIds
    if !schedules.isEmpty {
      try database.query("SELECT id, category FROM billing_schedule WHERE id \(anyOf: schedules)") {
        row throws(StoreError) in
        var decoder = RowDecoder(row)
        found.categories[try decoder.id()] = try decoder.value()
      }
    }
    found.numbers = try database.invoiceNumbers(
      of: Set(invoice.reinvoiceOf + invoice.reinvoicedBy))
    if !invoice.creditMemoIds.isEmpty {
      try database.query(
        "SELECT id, credit_memo_number FROM credit_memo WHERE id \(anyOf: invoice.creditMemoIds)"
      ) { row throws(StoreError) in
        var decoder = RowDecoder(row)
        let id: CreditMemo.ID = try decoder.id()
        found.memoNumbers[id] = try decoder.text()
      }
    }
    found.emails = try emails(.invoice(invoice.id), limit: 100)
    let tasks = try tasks(of: invoice.id, limit: InvoiceSurroundings.mostTasks + 1)
    found.tasks = Array(tasks.suffix(InvoiceSurroundings.mostTasks))
    found.tax = try taxTransaction(of: RecordID(invoice.id.text))
    found.hasEarlierTasks = tasks.count > InvoiceSurroundings.mostTasks
    return found
  }

  /// The number of an invoice that is written like this one but for capitals; nil when there is none.
  package func numberResembling(_ text: String) throws(StoreError) -> String? {
    let upper = text.uppercased()
    guard upper != text else { return nil }
    return try invoice(upper)?.number
  }
}

package import Billing

/// What people want to see beside an invoice, from the records that it names.
package struct InvoiceSurroundings: Hashable, Sendable {
  /// Of the schedules on its lines.
  package var categories: [BillingSchedule.ID: BillingScheduleCategory] = [:]
  /// Of the invoices that it names; one without a number is left out.
  package var numbers: [Invoice.ID: String] = [:]

  package init() {}
}

extension Queries {
  /// `others`: the invoices that this one names.
  package func surroundings(
    of invoice: Invoice, naming others: [Invoice.ID]
  ) throws(StoreError) -> InvoiceSurroundings {
    var found = InvoiceSurroundings()
    let schedules = invoice.billingScheduleIds
    if !schedules.isEmpty {
      try database.query("SELECT id, category FROM billing_schedule WHERE id \(anyOf: schedules)") {
        row throws(StoreError) in
        var decoder = RowDecoder(row)
        found.categories[try decoder.id()] = try decoder.value()
      }
    }
    if !others.isEmpty {
      try database.query("SELECT id, invoice_number FROM invoice WHERE id \(anyOf: others)") {
        row throws(StoreError) in
        var decoder = RowDecoder(row)
        let id: Invoice.ID = try decoder.id()
        found.numbers[id] = try decoder.optionalText()
      }
    }
    return found
  }

  /// The number of an invoice that is written like this one but for capitals; nil when there is none.
  package func numberResembling(_ text: String) throws(StoreError) -> String? {
    let upper = text.uppercased()
    guard upper != text else { return nil }
    return try invoice(upper)?.number
  }
}

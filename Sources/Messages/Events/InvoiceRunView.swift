package import JSON

/// An invoice run as a consumer reads it, in an event or a completion.
package struct InvoiceRunView: Hashable, Sendable {
  /// What its invoices come to in one currency.
  package struct Total: Hashable, Sendable {
    package let currency: String
    package let invoices: Int
    package let totalAmountWithTax: String
  }

  package let id: String
  package let kind: String?
  package let status: String?
  package let invoicesMade: Int
  package let invoicesPosted: Int
  package let invoicesCanceled: Int
  package let chunksMade: Int
  package let chunksDone: Int
  package let errorCount: Int
  package let totals: [Total]
}

extension InvoiceRunView {
  /// nil for an object that names no run.
  package init?(_ object: JSONObject) {
    guard let id = object.text("invoiceRunId") else { return nil }
    self.id = id
    kind = object.text("kind")
    status = object.text("status")
    let counters = object.object("counters")
    invoicesMade = counters?.integer("invoicesMade") ?? 0
    invoicesPosted = counters?.integer("invoicesPosted") ?? 0
    invoicesCanceled = counters?.integer("invoicesCanceled") ?? 0
    let chunks = counters?.object("chunks")
    chunksMade = chunks?.integer("made") ?? 0
    chunksDone = chunks?.integer("done") ?? 0
    errorCount = object.integer("errorCount") ?? 0
    totals = object.objects("totals").map { total in
      Total(
        currency: total.text("currency") ?? "", invoices: total.integer("invoices") ?? 0,
        totalAmountWithTax: total.text("totalAmountWithTax") ?? "")
    }
  }
}

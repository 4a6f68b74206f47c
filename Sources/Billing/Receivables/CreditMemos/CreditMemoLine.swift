package import Monetary

/// One line of a credit memo.
package struct CreditMemoLine: Hashable, Sendable {
  /// Its place on the memo, from 1, after the memo's identifier.
  package let id: String
  package var name: String
  package var amount: Money
  package var taxTreatmentId: TaxTreatment.ID?
  /// The line of an invoice that it credits, mirrors or converts.
  package var invoiceLine: Source?
  /// How its tax was found; nil where the memo mirrors a line.
  package var taxStrategy: TaxStrategy?
  package var taxes: [InvoiceLineTax]

  package init(
    id: String, name: String, amount: Money, taxTreatmentId: TaxTreatment.ID? = nil,
    invoiceLine: Source? = nil, taxStrategy: TaxStrategy? = nil, taxes: [InvoiceLineTax] = []
  ) {
    self.id = id
    self.name = name
    self.amount = amount
    self.taxTreatmentId = taxTreatmentId
    self.invoiceLine = invoiceLine
    self.taxStrategy = taxStrategy
    self.taxes = taxes
  }

  /// A line of an invoice, by its place: labels of ingested lines may repeat.
  package struct Source: Hashable, Sendable {
    package let invoiceId: Invoice.ID
    /// From 1.
    package let position: Int
    /// ``InvoiceLine/id``.
    package let lineId: String

    package init(invoiceId: Invoice.ID, position: Int, lineId: String) {
      self.invoiceId = invoiceId
      self.position = position
      self.lineId = lineId
    }
  }

  package enum TaxStrategy: String, Hashable, Sendable, CaseIterable {
    case ignore = "Ignore"
    case copyFromInvoiceLine = "CopyFromInvoiceLine"
    case calculate = "Calculate"
    case manualOverride = "ManualOverride"
  }
}

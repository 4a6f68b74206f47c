/// A field of an e-mail template, as it is written between braces (<doc:Emails#Fields>).
package enum TemplateField: String, Hashable, Sendable, CaseIterable {
  case invoiceNumber = "invoice.number"
  case invoiceDate = "invoice.date"
  case invoiceDueDate = "invoice.dueDate"
  case invoiceBalance = "invoice.balance"
  case invoiceTotalAmount = "invoice.totalAmount"
  case invoiceTotalTaxAmount = "invoice.totalTaxAmount"
  case invoiceTotalAmountWithTax = "invoice.totalAmountWithTax"
  case invoiceCurrency = "invoice.currency"
  case invoiceDescription = "invoice.description"
  case invoicePurchaseOrderNumber = "invoice.purchaseOrderNumber"
  case invoicePeriodStart = "invoice.periodStart"
  case invoicePeriodEnd = "invoice.periodEnd"
  case accountName = "account.name"
  case billToName = "billTo.name"
  case legalEntityName = "legalEntity.name"
  case lineName = "line.name"
  case lineQuantity = "line.quantity"
  case lineUnitPrice = "line.unitPrice"
  case lineAmount = "line.amount"
  case lineStartDate = "line.startDate"
  case lineEndDate = "line.endDate"

  /// Whether it stands within the loop over lines only.
  package var isOfLine: Bool { rawValue.hasPrefix("line.") }
}

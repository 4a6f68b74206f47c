import CivilTime
import Monetary

/// What the fields of a template stand for (<doc:Emails#Fields>). A field without a value is empty.
struct TemplateValues {
  let invoice: Invoice
  let locale: DocumentLocale
  let accountName: String
  let legalEntityName: String?

  /// `line` is an index into the invoice's lines, for fields of a line.
  func text(_ field: TemplateField, line: Int?) -> String {
    if field.isOfLine { return line.map { text(field, of: invoice.lines[$0]) } ?? "" }
    switch field {
    case .invoiceNumber: return invoice.number ?? ""
    case .invoiceDate: return locale.text(invoice.invoiceDate)
    case .invoiceDueDate: return locale.text(invoice.dueDate)
    case .invoiceBalance: return locale.text(invoice.balance)
    case .invoiceTotalAmount: return locale.text(invoice.totalAmount)
    case .invoiceTotalTaxAmount: return locale.text(invoice.totalTaxAmount)
    case .invoiceTotalAmountWithTax: return locale.text(invoice.totalAmountWithTax)
    case .invoiceCurrency: return invoice.currency.code
    case .invoiceDescription: return invoice.description ?? ""
    case .invoicePurchaseOrderNumber: return invoice.purchaseOrderNumber ?? ""
    case .invoicePeriodStart: return date(invoice.lines.lazy.compactMap(\.startDate).min())
    case .invoicePeriodEnd: return date(invoice.lines.lazy.compactMap(\.endDate).max())
    case .accountName: return accountName
    case .billToName: return invoice.billToContact.name
    case .legalEntityName: return legalEntityName ?? ""
    case .lineName, .lineQuantity, .lineUnitPrice, .lineAmount, .lineStartDate, .lineEndDate:
      return ""
    }
  }

  private func text(_ field: TemplateField, of line: InvoiceLine) -> String {
    switch field {
    case .lineName: return line.name
    case .lineQuantity: return locale.text(line.quantity)
    case .lineUnitPrice:
      return locale.text(line.unitPrice, atLeast: invoice.currency.minorUnitDigits)
    case .lineAmount: return locale.text(line.amount)
    case .lineStartDate: return date(line.startDate)
    case .lineEndDate: return date(line.endDate)
    default: return ""
    }
  }

  private func date(_ date: CivilDate?) -> String { date.map { locale.text($0) } ?? "" }
}

import Billing
import CivilTime
import Monetary

/// A list of invoices for people, from their heads.
enum InvoiceListText {
  static func table(_ invoices: [Invoice], today: CivilDate) -> Table {
    var table = Table([
      .init("Invoice"), .init("Type", drop: 3), .init("Status"), .init("Account", drop: 6),
      .init("Date", drop: 2), .init("Due", drop: 5), .init("Currency", drop: 1),
      .init("Amount", isNumber: true, drop: 8), .init("Tax", isNumber: true, drop: 7),
      .init("Total", isNumber: true), .init("Balance", isNumber: true, drop: 4),
    ])
    for invoice in invoices {
      table.append([
        invoice.number ?? invoice.id.text, invoice.typeName,
        invoice.shownStatus(on: today).rawValue, invoice.accountId.text,
        invoice.invoiceDate.description, (invoice.nextDueDate ?? invoice.dueDate).description,
        invoice.currency.code,
        invoice.signed(invoice.totalAmount).decimalText,
        invoice.signed(invoice.totalTaxAmount).decimalText,
        invoice.signed(invoice.totalAmountWithTax).decimalText, invoice.balance.decimalText,
      ])
    }
    return table
  }
}

import Billing
import CivilTime
import Monetary

/// Invoices for people.
enum InvoiceText {
  static func list(_ invoices: [Invoice]) -> String {
    var table = Table([
      .init("Invoice"), .init("Status"), .init("Account"), .init("Orders"), .init("Date"),
      .init("Due"),
      .init("Lines", isNumber: true), .init("Currency"), .init("Amount", isNumber: true),
      .init("Tax", isNumber: true), .init("Total", isNumber: true),
    ])
    for invoice in invoices {
      table.append([
        invoice.number ?? invoice.id.text, invoice.status.rawValue, invoice.accountId.text,
        invoice.orderIds.map(\.text).joined(separator: " "), invoice.invoiceDate.description,
        invoice.dueDate.description, String(invoice.lines.count), invoice.currency.code,
        invoice.totalAmount.decimalText, invoice.totalTaxAmount.decimalText,
        invoice.totalAmountWithTax.decimalText,
      ])
    }
    return table.text
  }

  static func whole(_ invoice: Invoice) -> String {
    let contact = [invoice.billToContact.name, invoice.billToContact.email].compactMap { $0 }
    var head = Table([.init("Invoice"), .init(invoice.number ?? invoice.id.text)])
    for (name, value) in [
      ("Identifier", invoice.id.text),
      ("Status", invoice.status.rawValue),
      ("Account", invoice.accountId.text),
      ("Orders", invoice.orderIds.map(\.text).joined(separator: " ")),
      ("Bill to", contact.joined(separator: ", ")),
      ("Date", invoice.invoiceDate.description),
      ("Due", invoice.dueDate.description),
      ("Payment term", invoice.paymentTermId?.text ?? ""),
      ("Legal entity", invoice.legalEntityId?.text ?? ""),
      ("Request", invoice.request.identifier),
      ("Amount", "\(invoice.totalAmount.decimalText) \(invoice.currency.code)"),
      ("Tax", "\(invoice.totalTaxAmount.decimalText) \(invoice.currency.code)"),
      ("Total", "\(invoice.totalAmountWithTax.decimalText) \(invoice.currency.code)"),
      ("Balance", "\(invoice.balance.decimalText) \(invoice.currency.code)"),
    ] where !value.isEmpty {
      head.append([name, value])
    }
    return head.text + "\n" + lines(invoice).text
  }

  private static func lines(_ invoice: Invoice) -> Table {
    var table = Table([
      .init("Schedule"), .init("Product"), .init("From"), .init("Through"),
      .init("Quantity", isNumber: true), .init("Price", isNumber: true),
      .init("Amount", isNumber: true), .init("Tax"),
    ])
    for line in invoice.lines {
      table.append([
        line.billingScheduleId?.text ?? "", line.name, line.startDate?.description ?? "",
        line.endDate?.description ?? "", line.quantity.description,
        line.unitPrice.description,
        line.amount.decimalText,
        line.taxes.map { "\($0.name) \($0.rate) %: \($0.amount.decimalText)" }
          .joined(separator: ", "),
      ])
    }
    return table
  }
}

import CivilTime
import Monetary

extension Invoice {
  /// What differs in another state of it, member by member as they are called on the wire: what was set and what followed
  /// from it.
  func fields(changedIn other: Invoice) -> [InvoiceChange.FieldChange] {
    var changes: [InvoiceChange.FieldChange] = []
    func compare(_ field: String, _ value: (Invoice) -> String?) {
      let (from, to) = (value(self), value(other))
      if from != to { changes.append(InvoiceChange.FieldChange(field: field, from: from, to: to)) }
    }
    compare("description") { $0.description }
    compare("purchaseOrderNumber") { $0.purchaseOrderNumber }
    compare("billToContactId") { $0.billToContact.contactId?.text }
    compare("billToName") { $0.billToContact.name }
    compare("billToEmail") { $0.billToContact.email }
    compare("savedPaymentMethodId") { $0.savedPaymentMethodId }
    compare("invoiceDate") { $0.invoiceDate.description }
    compare("paymentTermId") { $0.paymentTermId?.text }
    compare("dueDate") { $0.dueDate.description }
    compare("instalments") { $0.instalments.isEmpty ? nil : $0.instalmentsText }
    compare("totalTaxAmount") { $0.totalTaxAmount.decimalText }
    compare("totalAmountWithTax") { $0.totalAmountWithTax.decimalText }
    for (line, now) in zip(lines, other.lines) where line.name != now.name {
      changes.append(
        InvoiceChange.FieldChange(
          field: "lines/\(line.id)/name", from: line.name, to: now.name))
    }
    return changes
  }

  private var instalmentsText: String {
    instalments.map { "\($0.amount.decimalText) on \($0.dueDate)" }.joined(separator: ", ")
  }
}

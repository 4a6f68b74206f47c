import Billing
import CivilTime
import JSON
import Monetary

extension JSONWriter {
  /// What an invoice has besides the document: its version, what is due when, and what was settled of it.
  mutating func receivable(_ invoice: Invoice, on today: CivilDate) {
    let currency = invoice.currency
    key(plain: "version")
    integer(invoice.version)
    member("shownStatus", invoice.shownStatus(on: today).rawValue)
    member("nextDueDate", invoice.nextDueDate?.description)
    key(plain: "instalments")
    beginArray()
    for instalment in invoice.openInstalments { self.instalment(instalment) }
    endArray()
    member("payable", invoice.payable.decimalText)
    member(
      "prepaidAmount", (invoice.ingested?.prepaidAmount ?? .zero(currency)).decimalText)
    member(
      "payableRounding", (invoice.ingested?.payableRounding ?? .zero(currency)).decimalText)
    member("paidAmount", invoice.settled.paid.decimalText)
    member("creditedAmount", invoice.settled.credited.decimalText)
    member("convertedAmount", invoice.settled.converted.decimalText)
    member("writtenOffAmount", invoice.settled.writtenOff.decimalText)
    member("fullSettlementDate", invoice.fullSettlementDate?.description)
    member("voidedDate", invoice.voidedDate?.description)
    member("creditMemoIds", invoice.creditMemoIds.lazy.map(\.text))
    member("invoiceRunId", invoice.invoiceRunId?.text)
    member("savedPaymentMethodId", invoice.savedPaymentMethodId)
  }

  /// `{dueDate, amount, openAmount}`.
  mutating func instalment(_ instalment: Invoice.OpenInstalment) {
    beginObject()
    member("dueDate", instalment.dueDate.description)
    member("amount", instalment.amount.decimalText)
    member("openAmount", instalment.openAmount.decimalText)
    endObject()
  }

  /// What an update set: `changes: [{field, from, to}]`.
  mutating func changes(_ changes: [InvoiceChange.FieldChange]) {
    key(plain: "changes")
    beginArray()
    for change in changes {
      beginObject()
      member("field", change.field)
      member("from", change.from)
      member("to", change.to)
      endObject()
    }
    endArray()
  }
}

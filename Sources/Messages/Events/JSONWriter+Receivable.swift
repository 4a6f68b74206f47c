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
    member("nextDueDate", invoice.nextDueDate)
    key(plain: "instalments")
    beginArray()
    for instalment in invoice.openInstalments { self.instalment(instalment) }
    endArray()
    member("payable", invoice.payable)
    member("prepaidAmount", invoice.ingested?.prepaidAmount ?? .zero(currency))
    member("payableRounding", invoice.ingested?.payableRounding ?? .zero(currency))
    member("paidAmount", invoice.settled.paid)
    member("creditedAmount", invoice.settled.credited)
    member("convertedAmount", invoice.settled.converted)
    member("writtenOffAmount", invoice.settled.writtenOff)
    member("fullSettlementDate", invoice.fullSettlementDate)
    member("voidedDate", invoice.voidedDate)
    member("creditMemoIds", invoice.creditMemoIds.lazy.map(\.text))
    member("invoiceRunId", invoice.invoiceRunId?.text)
    member("savedPaymentMethodId", invoice.savedPaymentMethodId)
  }

  /// `{dueDate, amount, openAmount}`.
  mutating func instalment(_ instalment: Invoice.OpenInstalment) {
    beginObject()
    member("dueDate", instalment.dueDate)
    member("amount", instalment.amount)
    member("openAmount", instalment.openAmount)
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

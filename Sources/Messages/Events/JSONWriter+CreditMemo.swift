package import Billing
import CivilTime
package import JSON
import Monetary

extension JSONWriter {
  /// A credit memo, as the `credit-memo.*` events and the command line carry it, in the order of <doc:Events#Credit-memo>.
  /// Without lines it says so: `linesOmitted`.
  package mutating func creditMemo(_ memo: CreditMemo, omittingLines: Bool = false) {
    creditMemo(memo, lines: omittingLines ? .omitted : .written)
  }

  /// A credit memo without its lines, where they come elsewhere.
  package mutating func creditMemoHead(_ memo: CreditMemo) { creditMemo(memo, lines: .left) }

  private enum Lines {
    case written
    case omitted
    case left
  }

  private mutating func creditMemo(_ memo: CreditMemo, lines: Lines) {
    beginObject()
    member("creditMemoId", memo.id.text)
    member("creditMemoNumber", memo.number)
    member("status", memo.status.rawValue)
    member("accountId", memo.accountId.text)
    member("accountName", memo.accountName)
    member("currency", memo.currency.code)
    member("legalEntityId", memo.legalEntityId?.text)
    member("creditDate", memo.creditDate)
    member("sourceAction", memo.sourceAction.rawValue)
    member("invoiceId", memo.invoiceId?.text)
    member("reasonCode", memo.reasonCode)
    member("description", memo.description)
    switch lines {
    case .written:
      key(plain: "lines")
      beginArray()
      for line in memo.lines { self.line(line) }
      endArray()
    case .omitted:
      key(plain: "linesOmitted")
      bool(true)
    case .left: break
    }
    member("totalAmount", memo.totalAmount)
    member("totalTaxAmount", memo.totalTaxAmount)
    member("totalAmountWithTax", memo.totalAmountWithTax)
    member("prepaidAmount", memo.prepaidAmount)
    member("payableRounding", memo.payableRounding)
    member("payable", memo.credited)
    member("appliedAmount", memo.applied)
    member("refundedAmount", memo.refunded)
    member("balance", memo.balance)
    member("uniqueIdentifier", memo.uniqueIdentifier)
    member("recordedDate", memo.recordedDate)
    member("voidedDate", memo.voidedDate)
    member("voidReason", memo.voidReason)
    member("requestIdentifier", memo.request.identifier)
    endObject()
  }

  private mutating func line(_ line: CreditMemoLine) {
    beginObject()
    member("lineId", line.id)
    member("name", line.name)
    member("amount", line.amount)
    member("invoiceId", line.invoiceLine?.invoiceId.text)
    member("invoiceLineId", line.invoiceLine?.lineId)
    member("taxTreatmentId", line.taxTreatmentId?.text)
    member("taxStrategy", line.taxStrategy?.rawValue)
    taxes(line.taxes)
    endObject()
  }

  /// A line's shares of the document's taxes.
  mutating func taxes(_ taxes: [InvoiceLineTax]) {
    key(plain: "taxes")
    beginArray()
    for tax in taxes {
      beginObject()
      member("name", tax.name)
      member("code", tax.code)
      member("category", tax.category)
      member("rate", tax.rate)
      member("amount", tax.amount)
      endObject()
    }
    endArray()
  }
}

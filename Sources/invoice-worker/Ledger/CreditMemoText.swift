import Billing
import CivilTime
import JSON
import Messages
import Monetary
import Storage

/// Credit memos for people and for machines, with what became of them.
enum CreditMemoText {
  static func list(_ memos: [CreditMemo]) -> Table {
    var table = Table([
      .init("Credit memo"), .init("Status", drop: 1), .init("Made by", drop: 4),
      .init("Account", drop: 5), .init("Date", drop: 2), .init("Currency", drop: 3),
      .init("Total", isNumber: true), .init("Balance", isNumber: true),
    ])
    for memo in memos {
      table.append([
        memo.number ?? memo.id.text, memo.status.rawValue, memo.sourceAction.words,
        memo.accountId.text, memo.creditDate.description, memo.currency.code,
        memo.credited.decimalText, memo.balance.decimalText,
      ])
    }
    return table
  }

  static func text(_ view: CreditMemoView, width: Int?) -> String {
    let memo = view.memo
    func name(_ id: Invoice.ID) -> String { view.invoiceNumbers[id] ?? id.text }
    var head = Table.ofValues("Credit memo", memo.number ?? memo.id.text)
    head.append(values: [
      "Identifier": memo.id.text,
      "Status": memo.status.rawValue,
      "Made by": memo.sourceAction.words,
      "Invoice": memo.invoiceId.map(name),
      "Account": [memo.accountId.text, memo.accountName].compactMap(\.self).joined(separator: ", "),
      "Date": memo.creditDate.description,
      "Recorded": memo.recordedDate.description,
      "Voided": memo.voidedDate?.description,
      "Void reason": memo.voidReason,
      "Legal entity": memo.legalEntityId?.text,
      "Reason code": memo.reasonCode,
      "Description": memo.description,
      "Unique identifier": memo.uniqueIdentifier,
      "Request": memo.request.identifier,
    ])
    var lines = Table([
      .init("Line", wraps: true), .init("Invoice", drop: 1), .init("Amount", isNumber: true),
      .init("Tax", drop: 2, wraps: true),
    ])
    for line in memo.lines {
      lines.append([
        line.name, line.invoiceLine.map { name($0.invoiceId) } ?? "", line.amount.decimalText,
        line.taxes.map { "\($0.name) \($0.rate) %: \($0.amount.decimalText)" }
          .joined(separator: ", "),
      ])
    }
    var text = head.text(width: width) + "\n" + lines.text(width: width) + "\n"
    if let rows = LedgerText.table(view.applications, view.refunds) {
      text += rows.text(width: width) + "\n"
    }
    return text + sums(of: memo).text(width: width)
  }

  private static func sums(of memo: CreditMemo) -> Table {
    var rows = [
      ("Amount", memo.totalAmount), ("Tax", memo.totalTaxAmount),
      ("Total", memo.totalAmountWithTax), ("Prepaid", memo.prepaidAmount.negated),
      ("Rounding", memo.payableRounding),
    ]
    if memo.credited != memo.totalAmountWithTax { rows.append(("Credited", memo.credited)) }
    rows += [
      ("Applied", memo.applied.negated), ("Refunded", memo.refunded.negated),
      ("Balance", memo.balance),
    ]
    return LedgerText.sums(rows)
  }

  static func write(_ view: CreditMemoView, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("creditMemo")
    writer.creditMemo(view.memo)
    writer.applications(view.applications)
    writer.refunds(view.refunds)
    writer.endObject()
  }
}

extension CreditMemo.SourceAction {
  /// As people say it.
  var words: String {
    switch self {
    case .standalone: "stand-alone"
    case .invoiceLines: "credit of lines"
    case .voidPostedInvoice: "void"
    case .writeOffPostedInvoice: "write-off"
    case .negativeInvoiceLineConversion: "conversion"
    }
  }
}

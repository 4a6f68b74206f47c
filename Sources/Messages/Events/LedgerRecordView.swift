import JSON

/// A record that a request added to the ledger, or a task that it requested, as a consumer reads it: what people want to know of any of them.
package struct LedgerRecordView: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case creditMemo = "Credit memo"
    case payment = "Payment"
    case application = "Application"
    case refund = "Refund"
    case reversal = "Reversal"
    case task = "Task"
  }

  package let kind: Kind
  /// Its number, else its identifier.
  package let name: String
  package let amount: String?
  package let currency: String?
  /// What can still be applied or refunded; nil for what has nothing left by nature.
  package let left: String?
  /// What it is of, or goes to, in a few words.
  package let about: String
}

extension LedgerRecordView {
  /// All that a completion lists, in its order.
  static func all(of data: JSONObject) -> [LedgerRecordView] {
    data.objects("creditMemos").map { memo in
      LedgerRecordView(
        .creditMemo, memo, name: memo.text("creditMemoNumber") ?? memo.text("creditMemoId"),
        amount: "payable", left: "balance", about: memo.text("sourceAction") ?? "")
    }
      + data.objects("payments").map { payment in
        LedgerRecordView(
          .payment, payment, name: payment.text("paymentId"), left: "unappliedAmount",
          about: [payment.text("method"), payment.text("reference")].compactMap { $0 }
            .joined(separator: " "))
      }
      + data.objects("applications").map { application in
        let taken = application.text("takesBack").map { "takes back \($0)" }
        let source = source(of: application)
        return LedgerRecordView(
          .application, application, name: application.text("applicationId"),
          about: taken ?? "\(source) to invoice \(application.text("invoiceId") ?? "")")
      }
      + data.objects("refunds").map { refund in
        LedgerRecordView(
          .refund, refund, name: refund.text("refundId"), about: "of \(source(of: refund))")
      }
      + data.objects("reversals").map { reversal in
        LedgerRecordView(
          .reversal, reversal, name: reversal.text("reversalId"),
          about: "of Payment \(reversal.text("paymentId") ?? ""): \(reversal.text("reason") ?? "")")
      }
      + data.objects("tasks").map { task in
        let words = [task.text("task"), task.text("status")].compactMap { $0 }
        return LedgerRecordView(
          .task, task, name: task.text("taskId"),
          about: "\(words.joined(separator: " ")), invoice \(task.text("invoiceId") ?? "")"
            + (task.text("retryOf").map { ", after \($0)" } ?? "")
            + (task.text("message").map { ": \($0)" } ?? ""))
      }
  }

  private init(
    _ kind: Kind, _ object: JSONObject, name: String?, amount: String = "amount",
    left: String? = nil, about: String
  ) {
    self.kind = kind
    self.name = name ?? ""
    self.amount = object.text(amount)
    currency = object.text("currency")
    self.left = left.flatMap { object.text($0) }
    self.about = about
  }

  private static func source(of object: JSONObject) -> String {
    let source = object.object("source")
    return [source?.text("type"), source?.text("id")].compactMap { $0 }.joined(separator: " ")
  }
}

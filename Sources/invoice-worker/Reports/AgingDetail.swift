import Billing
import CivilTime
import JSON
import Monetary

/// An open instalment, credit or payment: a row of the aging report's details.
struct AgingDetail: AgingOutputRow {
  private let accountId: String
  private let kind: String
  private let id: String
  private let number: String?
  private let currency: Currency
  /// nil: nothing is due of it.
  private let dueDate: CivilDate?
  private let bucket: String
  private let amount: Money

  static var table: Table {
    Table([
      .init("Account"), .init("Document", drop: 3), .init("Number"), .init("Due", drop: 4),
      .init("Bucket", drop: 1), .init("Currency", drop: 2), .init("Amount", isNumber: true),
    ])
  }

  static func rows(of document: AgedDocument, asOf day: CivilDate) -> [AgingDetail] {
    func row(_ kind: String, _ dueDate: CivilDate?, _ bucket: String, _ amount: Money)
      -> AgingDetail
    {
      AgingDetail(
        accountId: document.accountId.text, kind: kind, id: document.id, number: document.number,
        currency: document.currency, dueDate: dueDate, bucket: bucket, amount: amount)
    }
    switch document.content {
    case .creditMemo(let balance): return [row("CreditMemo", nil, "credits", balance)]
    case .payment(let unapplied): return [row("Payment", nil, "unapplied", unapplied)]
    case .invoice(let balance, let instalments):
      guard !balance.isNegative else {
        return [row("Invoice", nil, "credits", balance.negated)]
      }
      return instalments.filter { !$0.openAmount.isZero }.map {
        row(
          "Invoice", $0.dueDate, AgingBucket(dueDate: $0.dueDate, asOf: day).name, $0.openAmount)
      }
    }
  }

  /// For programs: the bucket as the JSON names it.
  var cells: [String] { cells(bucket: bucket) }

  /// For people: the bucket as the summary's column is called.
  var shownCells: [String] {
    let known = AgingBucket.allCases.first { $0.name == bucket }
    let other: String = bucket.prefix(1).uppercased() + String(bucket.dropFirst())
    return cells(bucket: known?.title ?? other)
  }

  private func cells(bucket: String) -> [String] {
    [
      accountId, kind, number ?? id, dueDate?.description ?? "", bucket, currency.code,
      amount.decimalText,
    ]
  }

  var json: JSONTree {
    .record([
      "accountId": .string(accountId), "kind": .string(kind), "id": .string(id),
      "number": .text(number), "dueDate": .text(dueDate), "bucket": .string(bucket),
      "currency": .string(currency.code), "amount": .string(amount.decimalText),
    ])
  }
}

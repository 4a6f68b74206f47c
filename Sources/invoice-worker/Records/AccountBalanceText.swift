import Billing
import CivilTime
import JSON
import Monetary
import Storage

/// What an account owes and has to its credit, for people and for machines.
enum AccountBalanceText {
  /// Empty where nothing is open.
  static func text(_ view: AccountView, today: CivilDate, width: Int?) -> String {
    guard !view.balances.isEmpty else { return "\nNothing is open.\n" }
    var sums = Table([
      .init("Currency"), .init("Invoices", isNumber: true, drop: 1),
      .init("Overdue", isNumber: true, drop: 2), .init("Credit memos", isNumber: true, drop: 3),
      .init("Unapplied", isNumber: true, drop: 4), .init("Balance", isNumber: true),
    ])
    for balance in view.balances {
      sums.append([
        balance.currency.code, balance.invoices.decimalText, balance.overdue.decimalText,
        balance.creditMemos.negated.decimalText, balance.unapplied.negated.decimalText,
        balance.balance?.decimalText ?? "out of range",
      ])
    }
    var items = Table([
      .init("Open item"), .init("Kind", drop: 1), .init("Date", drop: 3), .init("Due", drop: 2),
      .init("Currency", drop: 4), .init("Open", isNumber: true),
    ])
    for item in view.openItems {
      items.append([
        item.name, item.kind(on: today), item.date.description, item.dueDate?.description ?? "",
        item.open.currency.code, item.open.decimalText,
      ])
    }
    let more =
      view.openItems.count == Queries.listed
      ? TableLayout.indented(
        "The first \(Queries.listed) are shown; invoices list --account \(view.account.id) lists the invoices.",
        by: 0, width: width) : ""
    return "\n" + sums.text(width: width) + "\n" + items.text(width: width) + more
  }

  static func json(_ balances: [AccountBalance]) -> JSONTree {
    .array(
      balances.map {
        .record([
          "currency": .string($0.currency.code), "invoices": .string($0.invoices.decimalText),
          "overdue": .string($0.overdue.decimalText),
          "creditMemos": .string($0.creditMemos.decimalText),
          "unapplied": .string($0.unapplied.decimalText),
          "balance": .text($0.balance?.decimalText),
        ])
      })
  }

  static func json(_ items: [OpenItem]) -> JSONTree {
    .array(
      items.map {
        .record([
          "kind": .string($0.type.rawValue), "id": .string($0.id), "number": .text($0.number),
          "date": .text($0.date), "dueDate": .text($0.dueDate),
          "currency": .string($0.open.currency.code), "openAmount": .string($0.open.decimalText),
        ])
      })
  }
}

extension OpenItem {
  fileprivate var type: RecordType {
    switch self {
    case .invoice: .invoice
    case .creditMemo: .creditMemo
    case .payment: .payment
    }
  }

  fileprivate var id: String {
    switch self {
    case .invoice(let invoice, _): invoice.id.text
    case .creditMemo(let memo): memo.id.text
    case .payment(let payment): payment.id.text
    }
  }

  fileprivate var number: String? {
    switch self {
    case .invoice(let invoice, _): invoice.number
    case .creditMemo(let memo): memo.number
    case .payment: nil
    }
  }

  fileprivate var name: String {
    if let number { number } else { id }
  }

  fileprivate func kind(on today: CivilDate) -> String {
    switch self {
    case .invoice(let invoice, let due):
      if let due, due < today { "\(invoice.typeName), overdue" } else { invoice.typeName }
    case .creditMemo: "Credit memo"
    case .payment: "Payment"
    }
  }

  fileprivate var date: CivilDate {
    switch self {
    case .invoice(let invoice, _): invoice.invoiceDate
    case .creditMemo(let memo): memo.creditDate
    case .payment(let payment): payment.receivedDate
    }
  }

  fileprivate var dueDate: CivilDate? {
    if case .invoice(_, let due) = self { due } else { nil }
  }

  /// With the sign by which it counts in the account's balance.
  fileprivate var open: Money {
    switch self {
    case .invoice(let invoice, _): invoice.balance
    case .creditMemo(let memo): memo.balance.negated
    case .payment(let payment): payment.unapplied.negated
    }
  }
}

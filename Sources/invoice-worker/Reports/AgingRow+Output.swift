import Billing
import JSON
import Monetary

extension AgingRow: AgingOutputRow {
  static var table: Table {
    Table([
      .init("Account"), .init("Name", drop: 8), .init("Currency"),
      .init(AgingBucket.notDue.title, isNumber: true, drop: 4),
      .init(AgingBucket.days1to30.title, isNumber: true, drop: 3),
      .init(AgingBucket.days31to60.title, isNumber: true, drop: 3),
      .init(AgingBucket.days61to90.title, isNumber: true, drop: 3),
      .init(AgingBucket.over90.title, isNumber: true, drop: 2),
      .init("Credits", isNumber: true, drop: 5),
      .init("Unapplied", isNumber: true, drop: 5), .init("Total", isNumber: true),
    ])
  }

  var cells: [String] {
    [accountId, accountId.isEmpty ? "Total" : accountName, currency.code]
      + amounts.map(\.decimalText)
  }

  /// For people: under the account, because a narrow terminal has no room for names.
  var cellsOfTotals: [String] { ["Total", "", currency.code] + amounts.map(\.decimalText) }

  var json: JSONTree {
    .object(
      [
        JSONTree.Member(name: "accountId", value: .string(accountId)),
        JSONTree.Member(name: "accountName", value: .string(accountName)),
      ] + figures)
  }

  /// The sums of a currency: no account.
  var jsonOfTotals: JSONTree { .object(figures) }

  private var figures: [JSONTree.Member] {
    let names = AgingBucket.allCases.map(\.name) + ["credits", "unapplied", "total"]
    return [JSONTree.Member(name: "currency", value: .string(currency.code))]
      + zip(names, amounts).map { name, amount in
        JSONTree.Member(name: name, value: .string(amount.decimalText))
      }
  }
}

extension AgingBucket {
  /// As people read it, of a column and of a row of the details.
  var title: String {
    switch self {
    case .notDue: "Not due"
    case .days1to30: "1-30"
    case .days31to60: "31-60"
    case .days61to90: "61-90"
    case .over90: "Over 90"
    }
  }
}

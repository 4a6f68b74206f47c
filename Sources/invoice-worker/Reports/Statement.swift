import Billing
import CivilTime
import JSON
import Monetary

/// An account's statement in one currency.
struct Statement {
  let accountId: Account.ID
  let currency: Currency
  let from: CivilDate
  let to: CivilDate
  var openItems: [AgingDetail] = []
  private var opening: Int128 = 0
  private var closing: Int128 = 0
  private var entries: [(entry: StatementEntry, balance: Int128)] = []

  init(accountId: Account.ID, currency: Currency, from: CivilDate, to: CivilDate) {
    self.accountId = accountId
    self.currency = currency
    self.from = from
    self.to = to
  }

  /// Adds an entry; they come in order of day, none after the last.
  mutating func add(_ entry: StatementEntry) {
    closing += entry.amount.minorUnits
    if entry.date < from {
      opening = closing
    } else {
      entries.append((entry, closing))
    }
  }

  /// Sums of amounts that each are within 18 digits; one beyond is shown in minor units.
  private func amount(_ minorUnits: Int128) -> String {
    (try? Money(minorUnits: minorUnits, currency: currency))?.decimalText ?? "\(minorUnits)"
  }

  var json: JSONTree {
    .record([
      "accountId": .string(accountId.text), "currency": .string(currency.code),
      "from": .text(from), "to": .text(to), "opening": .string(amount(opening)),
      "entries": .array(
        entries.map { entry, balance in
          .record([
            "date": .text(entry.date), "kind": .string(entry.kind.rawValue),
            "id": .string(entry.id), "number": .text(entry.number),
            "amount": .string(entry.amount.decimalText), "balance": .string(amount(balance)),
          ])
        }),
      "closing": .string(amount(closing)), "openItems": .array(openItems.map(\.json)),
    ])
  }

  func text(width: Int?) -> [String] {
    var table = Table([
      .init("Date"), .init("Entry"), .init("Number", drop: 2), .init("Amount", isNumber: true),
      .init("Balance", isNumber: true),
    ])
    table.append([from.description, "Opening balance", "", "", amount(opening)])
    for (entry, balance) in entries {
      table.append([
        entry.date.description, Self.name(of: entry.kind), entry.number ?? entry.id,
        entry.amount.decimalText, amount(balance),
      ])
    }
    table.append([to.description, "Closing balance", "", "", amount(closing)])
    var parts = ["Account \(accountId), \(currency.code)\n", table.text(width: width)]
    guard !openItems.isEmpty else { return parts }
    var open = AgingDetail.table
    for item in openItems { open.append(item.shownCells) }
    parts += ["\nOpen as of \(to)\n", open.text(width: width)]
    return parts
  }

  private static func name(of kind: StatementEntry.Kind) -> String {
    switch kind {
    case .invoice: "Invoice"
    case .creditMemo: "Credit memo"
    case .conversion: "Conversion"
    case .voidedCreditMemo: "Voided memo"
    case .payment: "Payment"
    case .refund: "Refund"
    case .reversal: "Reversal"
    }
  }
}

internal import Billing
internal import CivilTime
internal import Monetary

/// Puts a document together from its rows.
struct AgingFold {
  enum Kind: Int {
    case account = 0
    case invoice = 1
    case creditMemo = 2
    case payment = 3

    var literal: SQL {
      switch self {
      case .account: "0"
      case .invoice: "1"
      case .creditMemo: "2"
      case .payment: "3"
      }
    }
  }

  private struct Open {
    let accountId: Account.ID
    let currency: Currency
    let kind: Kind
    let id: String
    let number: String?
    let dueDate: CivilDate
    let receivable: Money
    var parts: [Instalment] = []
    /// Of minor units: what moved it is not bounded by what it is.
    var balance: Int128
  }

  /// Whether an invoice's amount is its balance, not what it came to at first.
  let isStored: Bool
  private var open: Open?
  private var account: (id: Account.ID, name: String)?
  /// The last one: most rows have the currency of the row before.
  private var currency: (code: String, value: Currency)?

  init(isStored: Bool) { self.isStored = isStored }

  /// The document that ends before this row, where it is open.
  mutating func take(_ found: any DatabaseRow) throws(StoreError) -> AgedDocument? {
    var row = RowDecoder(found)
    let accountId: Account.ID = try row.id()
    let code = try row.text()
    guard let kind = Kind(rawValue: try row.int()) else { throw row.unreadable("kind") }
    let id = try row.text()
    let place = try row.int()
    guard kind != .account else {
      let finished = try end()
      account = (accountId, try found.text(at: 9))
      return finished
    }
    let currency = try self.currency(code, &row)
    if let open, open.kind == kind, open.id == id {
      try move(&row, place, currency)
      return nil
    }
    let finished = try end()
    // A movement of a document that is not asked for.
    guard place < AgingStatement.placeOfMovements else { return finished }
    let dueDate = try row.date()
    let payable = try row.money(currency)
    let amount = try row.money(currency)
    let receivable = try row.boolean() ? payable.negated : payable
    open = Open(
      accountId: accountId, currency: currency, kind: kind, id: id,
      number: try row.optionalText(), dueDate: dueDate, receivable: receivable,
      balance: (isStored || kind != .invoice ? amount : receivable).minorUnits)
    if place > 0 { try addPart(&row, currency) }
    return finished
  }

  /// The last document, where it is open.
  mutating func end() throws(StoreError) -> AgedDocument? {
    defer { open = nil }
    guard let open, open.balance != 0 else { return nil }
    let balance: Money
    do throws(MonetaryError) {
      balance = try Money(minorUnits: open.balance, currency: open.currency)
    } catch {
      throw StoreError(.fault, "what is open of \(open.kind) \(open.id) is beyond an amount")
    }
    let content: AgedDocument.Content =
      switch open.kind {
      case .account, .payment: .payment(unapplied: balance)
      case .creditMemo: .creditMemo(balance: balance)
      case .invoice:
        .invoice(
          balance: balance,
          instalments: Invoice.openInstalments(
            of: open.parts.isEmpty
              ? [Instalment(dueDate: open.dueDate, amount: open.receivable)] : open.parts,
            receivable: open.receivable, balance: balance))
      }
    return AgedDocument(
      accountId: open.accountId,
      accountName: account.flatMap { $0.id == open.accountId ? $0.name : nil }, id: open.id,
      number: open.number, content: content)
  }

  /// A further instalment of the document that is open, or what moved it.
  private mutating func move(
    _ row: inout RowDecoder, _ place: Int, _ currency: Currency
  ) throws(StoreError) {
    _ = try row.optionalDate()
    let amount = try row.money(currency).minorUnits
    _ = try row.money(currency)
    let isNegated = try row.boolean()
    guard place < AgingStatement.placeOfMovements else {
      open?.balance += isNegated ? amount : -amount
      return
    }
    _ = try row.optionalText()
    try addPart(&row, currency)
  }

  private mutating func addPart(
    _ row: inout RowDecoder, _ currency: Currency
  ) throws(StoreError) {
    open?.parts.append(Instalment(dueDate: try row.date(), amount: try row.money(currency)))
  }

  private mutating func currency(
    _ code: String, _ row: inout RowDecoder
  ) throws(StoreError) -> Currency {
    if let currency, currency.code == code { return currency.value }
    guard let value = Currency(code: code) else { throw row.unreadable("currency") }
    currency = (code, value)
    return value
  }
}

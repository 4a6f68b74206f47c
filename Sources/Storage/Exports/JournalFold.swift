internal import Billing
internal import Monetary

/// Puts an entry together from its rows.
struct JournalFold {
  private var open: JournalEntry?
  /// The last one: most rows have the currency of the row before.
  private var currency: Currency?

  /// The entry that ends before this row.
  mutating func take(_ found: any DatabaseRow) throws(StoreError) -> JournalEntry? {
    var row = RowDecoder(found)
    let date = try row.date()
    guard let source = JournalStatement.Source(rawValue: try row.int()) else {
      throw row.unreadable("kind of an entry")
    }
    let id = try row.text()
    guard let part = JournalStatement.Part(rawValue: try row.int()) else {
      throw row.unreadable("part of an entry")
    }
    let number = try row.optionalText()
    let accountId: Account.ID = try row.id()
    let accountName = try row.optionalText()
    let legalEntityId: LegalEntity.ID? = try row.optionalID()
    let currency = try self.currency(of: &row)
    let isOpposite = try row.boolean()
    let detail = try row.optionalText()
    guard part == .head else {
      try post(part, detail ?? "", isOpposite: isOpposite, &row, currency)
      return nil
    }
    let finished = try end()
    let document = JournalEntry.Document(
      date: date, id: id, number: number, accountId: accountId, accountName: accountName,
      legalEntityId: legalEntityId)
    let (kind, counterpart) = try Self.kind(of: source, detail, row)
    open = JournalEntry(
      of: document, kind: kind, counterpart: counterpart, isOpposite: isOpposite,
      currency: currency)
    try post(.payable, &row, currency)
    try post(.total, &row, currency)
    try post(.prepaid, &row, currency)
    try post(.rounding, &row, currency)
    return finished
  }

  /// The last entry.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` for a document whose figures do not add up: a journal that
  ///   does not balance would be refused, or believed.
  mutating func end() throws(StoreError) -> JournalEntry? {
    defer { open = nil }
    guard let entry = open else { return nil }
    guard entry.isBalanced else {
      throw StoreError(
        .fault,
        "the figures of \(entry.kind.rawValue) \(entry.documentId) do not add up; audit says what is wrong with it"
      )
    }
    return entry.postings.isEmpty ? nil : entry
  }

  private mutating func post(
    _ part: JournalStatement.Part, _ detail: String, isOpposite: Bool, _ row: inout RowDecoder,
    _ currency: Currency
  ) throws(StoreError) {
    let amount = try row.money(currency)
    let figure: JournalEntry.Figure = part == .tax ? .tax(code: detail) : .thirdParty
    try post(figure, isOpposite ? amount.negated : amount)
  }

  private mutating func post(
    _ figure: JournalEntry.Figure, _ row: inout RowDecoder, _ currency: Currency
  ) throws(StoreError) {
    if let amount = try row.optionalMoney(currency) { try post(figure, amount) }
  }

  private mutating func post(
    _ figure: JournalEntry.Figure, _ amount: Money
  ) throws(StoreError) {
    do throws(MonetaryError) {
      try open?.post(figure, amount)
    } catch {
      throw StoreError(
        .fault, "the figures of \(open?.documentId ?? "") are beyond an amount")
    }
  }

  private static func kind(
    of source: JournalStatement.Source, _ detail: String?, _ row: RowDecoder
  ) throws(StoreError) -> (JournalEntry.Kind, JournalAccount) {
    switch source {
    case .invoice: return (.invoice, .revenue)
    case .payment: return (.payment, .bank(method: detail))
    case .refund: return (.refund, .bank(method: detail))
    case .reversal: return (.reversal, .bank(method: detail))
    case .memo, .voidedMemo: break
    }
    guard let action = detail.flatMap({ CreditMemo.SourceAction(rawValue: $0) }) else {
      throw row.unreadable("source of a memo")
    }
    let isWriteOff = action == .writeOffPostedInvoice
    let kind: JournalEntry.Kind =
      source == .voidedMemo
      ? .voidedCreditMemo
      : isWriteOff ? .writeOff : action == .voidPostedInvoice ? .voidedInvoice : .creditMemo
    return (kind, isWriteOff ? .writeOffs : .revenue)
  }

  private mutating func currency(of row: inout RowDecoder) throws(StoreError) -> Currency {
    let code = try row.text()
    if let currency, currency.code == code { return currency }
    guard let value = Currency(code: code) else { throw row.unreadable("currency") }
    currency = value
    return value
  }
}

internal import Billing
internal import CivilTime
internal import Monetary

/// A column of an export: what it is called, what kind of value it has, and where that stands of an invoice and of a memo.
struct ExportColumn: Sendable {
  let name: String
  let kind: Kind
  let ofInvoice: SQL
  let ofCreditMemo: SQL

  enum Kind: Sendable {
    case text
    case date
    /// The day before, for the end of a half-open period.
    case lastDay
    case integer
    case decimal
    /// Counts with the opposite sign where the document is a credit.
    case quantity
    case amount
    /// What is open. An invoice's has its sign already.
    case balance
  }

  init(_ name: String, _ kind: Kind, _ ofInvoice: SQL, memo ofCreditMemo: SQL) {
    self.name = name
    self.kind = kind
    self.ofInvoice = ofInvoice
    self.ofCreditMemo = ofCreditMemo
  }

  /// The same of both.
  init(_ name: String, _ kind: Kind, _ ofBoth: SQL) {
    self.init(name, kind, ofBoth, memo: ofBoth)
  }

  /// Of invoices only.
  init(_ name: String, _ kind: Kind, invoice ofInvoice: SQL) {
    self.init(name, kind, ofInvoice, memo: "NULL")
  }

  /// Of credit memos only.
  init(_ name: String, _ kind: Kind, memo ofCreditMemo: SQL) {
    self.init(name, kind, "NULL", memo: ofCreditMemo)
  }

  func value(
    from row: inout RowDecoder, of document: ExportedDocument
  ) throws(StoreError) -> ExportValue {
    switch kind {
    case .text: return try row.optionalText().map { .text($0) } ?? .none
    case .date: return try row.optionalDate().map { .text("\($0)") } ?? .none
    case .lastDay:
      return try row.optionalDate().map { .text("\($0.adding(days: -1))") } ?? .none
    case .integer: return try row.optionalInt().map { .integer($0) } ?? .none
    case .decimal: return try row.optionalDecimal().map { .decimal($0.description) } ?? .none
    case .quantity:
      guard let quantity = try row.optionalDecimal() else { return .none }
      return .decimal((document.isCredit ? quantity.negated : quantity).description)
    case .amount: return try amount(from: &row, document, isNegated: document.isCredit)
    case .balance: return try amount(from: &row, document, isNegated: document.isCreditMemo)
    }
  }

  private func amount(
    from row: inout RowDecoder, _ document: ExportedDocument, isNegated: Bool
  ) throws(StoreError) -> ExportValue {
    guard let amount = try row.optionalMoney(document.currency) else { return .none }
    return .decimal((isNegated ? amount.negated : amount).decimalText)
  }
}

/// What decides how the values of a row read.
struct ExportedDocument: Equatable {
  let id: String
  let currency: Currency
  let isCreditMemo: Bool
  /// Whether its amounts lessen what is owed.
  let isCredit: Bool

  /// Reads the columns of ``ExportStatement/key``, but for the date.
  init(from row: inout RowDecoder) throws(StoreError) {
    isCreditMemo = try row.int() == 1
    id = try row.text()
    currency = try row.currency()
    isCredit = try row.boolean()
  }
}

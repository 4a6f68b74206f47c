internal import Billing
internal import CivilTime
internal import Monetary

/// What changes of a stored head, and how much of it a change writes (``InvoiceChange/head``).
///
/// Each list of columns stands once, with its values in ``encodeFigures(into:)`` and ``encodeStatus(into:)``: new rows are
/// written by the same.
extension Invoice {
  /// What a settlement changes, and what follows from that.
  static let figureColumns = [
    Column("balance", .decimal), Column("settlement_status", .text),
    Column("paid_amount", .decimal), Column("credited_amount", .decimal),
    Column("written_off_amount", .decimal), Column("converted_amount", .decimal),
    versionColumn, Column("full_settlement_date", .date), Column("overdue_told_through", .date),
    Column("next_due_date", .date), Column("next_overdue_date", .date),
  ]

  /// What a cancel or a void changes besides.
  static let statusColumns = [
    Column("status", .text), Column("number_scope", .text), Column("status_reason", .text),
    Column("voided_date", .date), Column("reason_code", .text),
  ]

  /// By which a changed row is found to be the one that was read.
  static let versionColumn = Column("version", .integer)

  private static let figureAndStatusColumns = figureColumns + statusColumns

  private static let allColumns = Array(table.columns.dropFirst())

  /// In the order of ``encode(_:storedVersion:into:)``, which begins with the key and the version that was read.
  static func columns(of change: InvoiceChange.HeadChange) -> [Column] {
    switch change {
    case .figures: figureColumns
    case .status: figureAndStatusColumns
    case .whole: allColumns
    }
  }

  func encode(
    _ change: InvoiceChange.HeadChange, storedVersion: Int64, into rows: inout RowBuffer
  ) {
    rows.append(id)
    rows.append(storedVersion)
    switch change {
    case .figures:
      encodeFigures(into: &rows)
    case .status:
      encodeFigures(into: &rows)
      encodeStatus(into: &rows)
    case .whole:
      encodeAllButKey(into: &rows)
    }
  }

  /// The values of ``figureColumns``.
  func encodeFigures(into rows: inout RowBuffer) {
    rows.append(balance)
    rows.append(settlementStatus)
    rows.append(settled.paid)
    rows.append(settled.credited)
    rows.append(settled.writtenOff)
    rows.append(settled.converted)
    rows.append(version)
    rows.append(fullSettlementDate)
    rows.append(overdueReportedThrough)
    rows.append(nextDueDate)
    rows.append(nextOverdueDate)
  }

  /// The values of ``statusColumns``.
  func encodeStatus(into rows: inout RowBuffer) {
    rows.append(status)
    rows.append(storedNumberScope)
    rows.append(reason)
    rows.append(voidedDate)
    rows.append(reasonCode)
  }

  /// For the unique key of numbers from outside; a canceled one's is free again.
  private var storedNumberScope: String? { creationMode == .external ? numberScope.text : nil }
}

/// The values of ``Invoice/figureColumns`` and ``Invoice/statusColumns`` as they are read. What only constraints and indexes
/// need follows from the others, and is passed over.
struct ChangingColumns {
  let balance: Money
  let settlementStatus: Invoice.SettlementStatus
  let settled: SettledAmounts
  let version: Int64
  let fullSettlementDate: CivilDate?
  let overdueReportedThrough: CivilDate?
  let status: InvoiceStatus
  let reason: String?
  let voidedDate: CivilDate?
  let reasonCode: String?

  init(from row: inout RowDecoder, _ currency: Currency) throws(StoreError) {
    balance = try row.money(currency)
    settlementStatus = try row.value()
    settled = SettledAmounts(
      paid: try row.money(currency), credited: try row.money(currency),
      writtenOff: try row.money(currency), converted: try row.money(currency))
    version = try row.integer()
    fullSettlementDate = try row.optionalDate()
    overdueReportedThrough = try row.optionalDate()
    // The next dates that are due and overdue.
    _ = try row.optionalDate()
    _ = try row.optionalDate()
    status = try row.value()
    // The number's scope.
    _ = try row.optionalText()
    reason = try row.optionalText()
    voidedDate = try row.optionalDate()
    reasonCode = try row.optionalText()
  }
}

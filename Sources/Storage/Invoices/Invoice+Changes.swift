internal import Billing

/// What is written of a stored head (``InvoiceChange/head``).
extension Invoice {
  private static let figureColumns = [
    Column("balance", .decimal), Column("settlement_status", .text),
    Column("paid_amount", .decimal), Column("credited_amount", .decimal),
    Column("written_off_amount", .decimal), Column("converted_amount", .decimal),
    Column("version", .integer), Column("full_settlement_date", .date),
    Column("next_due_date", .date), Column("next_overdue_date", .date),
    Column("overdue_told_through", .date),
  ]

  private static let statusColumns =
    figureColumns + [
      Column("status", .text), Column("number_scope", .text), Column("status_reason", .text),
      Column("voided_date", .date), Column("reason_code", .text),
    ]

  private static let allColumns = Array(table.columns.dropFirst())

  /// In the order of ``encode(_:storedVersion:into:)``, which begins with the key and the version that was read.
  static func columns(of change: InvoiceChange.HeadChange) -> [Column] {
    switch change {
    case .figures: figureColumns
    case .status: statusColumns
    case .whole: allColumns
    }
  }

  func encode(
    _ change: InvoiceChange.HeadChange, storedVersion: Int64, into rows: inout RowBuffer
  ) {
    guard change != .whole else {
      encodeHead(into: &rows, storedVersion: storedVersion)
      return
    }
    rows.append(id)
    rows.append(storedVersion)
    rows.append(balance)
    rows.append(settlementStatus)
    rows.append(settled.paid)
    rows.append(settled.credited)
    rows.append(settled.writtenOff)
    rows.append(settled.converted)
    rows.append(version)
    rows.append(fullSettlementDate)
    rows.append(nextDueDate)
    rows.append(nextOverdueDate)
    rows.append(overdueToldThrough)
    guard change == .status else { return }
    rows.append(status)
    rows.append(storedNumberScope)
    rows.append(reason)
    rows.append(voidedDate)
    rows.append(reasonCode)
  }
}

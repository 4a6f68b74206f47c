/// What is exported: a row for each document, for each line, or for each tax of a document.
package enum ExportTable: String, Hashable, Sendable, CaseIterable {
  case invoices
  case lines
  case taxes

  /// The names of the columns, in order. New ones are only ever added at the end.
  package var columnNames: [String] { columns.map(\.name) + calculated }

  /// What stands in the row that is read.
  var columns: [ExportColumn] {
    switch self {
    case .invoices: Self.ofEveryRow + Self.ofDocuments
    case .lines: Self.ofEveryRow + Self.ofLines
    case .taxes: Self.ofEveryRow
    }
  }

  /// What several rows that are read come to; behind the others.
  var calculated: [String] {
    switch self {
    case .invoices: []
    case .lines: ["taxAmount"]
    case .taxes:
      ["taxName", "taxCode", "taxCategory", "taxRate", "taxableAmount", "taxAmount"]
    }
  }

  private static let ofEveryRow = [
    ExportColumn(
      "documentType", .text,
      "CASE WHEN document.is_credit_note THEN 'CreditNote' ELSE 'Invoice' END",
      memo: "'CreditMemo'"),
    ExportColumn("documentId", .text, "document.id"),
    ExportColumn(
      "documentNumber", .text, "document.invoice_number", memo: "document.credit_memo_number"),
    ExportColumn("status", .text, "document.status"),
    ExportColumn("documentDate", .date, "document.invoice_date", memo: "document.credit_date"),
    ExportColumn("accountId", .text, "document.account_id"),
    ExportColumn("legalEntityId", .text, "document.legal_entity_id"),
    ExportColumn("currency", .text, "document.currency"),
    ExportColumn("sourceAction", .text, memo: "document.source_action"),
  ]

  private static let ofDocuments = [
    ExportColumn("accountName", .text, "document.account_name"),
    ExportColumn("creationMode", .text, invoice: "document.creation_mode"),
    ExportColumn("creditedInvoiceId", .text, memo: "document.invoice_id"),
    ExportColumn("postedDate", .date, "document.posted_date", memo: "document.recorded_date"),
    ExportColumn("dueDate", .date, invoice: "document.due_date"),
    ExportColumn("voidedDate", .date, "document.voided_date"),
    ExportColumn("totalAmount", .amount, "document.total_amount"),
    ExportColumn("totalTaxAmount", .amount, "document.total_tax_amount"),
    ExportColumn("totalAmountWithTax", .amount, "document.total_amount_with_tax"),
    ExportColumn(
      "prepaidAmount", .amount, "details.prepaid_amount", memo: "document.prepaid_amount"),
    ExportColumn(
      "payableRounding", .amount, "details.payable_rounding", memo: "document.payable_rounding"),
    ExportColumn("payable", .amount, "document.payable", memo: "document.credited_amount"),
    ExportColumn("balance", .balance, "document.balance"),
    ExportColumn("settlementStatus", .text, invoice: "document.settlement_status"),
    ExportColumn("billToName", .text, invoice: "document.bill_to_name"),
    ExportColumn("billingCountry", .text, invoice: "document.billing_country"),
    ExportColumn("purchaseOrderNumber", .text, invoice: "document.purchase_order_number"),
    ExportColumn("reasonCode", .text, "document.reason_code"),
    ExportColumn("description", .text, "document.description"),
  ]

  private static let ofLines = [
    ExportColumn("lineNumber", .integer, "line.position"),
    ExportColumn("lineId", .text, "line.line_id"),
    ExportColumn("type", .text, invoice: "line.type"),
    ExportColumn("name", .text, "line.name"),
    ExportColumn("billingScheduleId", .text, invoice: "line.billing_schedule_id"),
    ExportColumn("orderId", .text, invoice: "line.order_id"),
    ExportColumn("orderItemId", .text, invoice: "line.order_item_id"),
    ExportColumn("creditedInvoiceId", .text, memo: "line.invoice_id"),
    ExportColumn("creditedLineId", .text, memo: "line.invoice_line_id"),
    ExportColumn("startDate", .date, invoice: "line.period_from"),
    ExportColumn("endDate", .lastDay, invoice: "line.period_to"),
    ExportColumn("quantity", .quantity, invoice: "line.quantity"),
    ExportColumn("unitOfMeasure", .text, invoice: "line.unit_of_measure"),
    ExportColumn("unitPrice", .decimal, invoice: "line.unit_price"),
    ExportColumn("amount", .amount, "line.amount"),
  ]
}

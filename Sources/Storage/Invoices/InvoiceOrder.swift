internal import Billing

/// Which invoices are on an order's list: one row for each order that a line of the invoice names.
enum InvoiceOrder {
  static let table = Table(
    "invoice_order", key: ["order_id", "invoice_id"],
    [Column("order_id", .identifier), Column("invoice_id", .identifier)])
}

extension Migration {
  static let invoicesComments = [
    TableComment(
      "invoice", "Invoices. Amounts are in the invoice's currency.",
      [
        "invoice_number": "Given at posting, without gaps; null for a draft.",
        "status": "Draft, Posted.", "creation_mode": "Generated from schedules, or External.",
        "due_date": "By the payment term; without one the invoice date.",
        "grouping_key": "What its schedules have in common.",
        "total_amount": "The sum of the lines, without tax.",
        "total_tax_amount": "The sum of the lines' taxes.",
        "total_amount_with_tax": "What is to be paid.",
        "balance": "What is still to be paid.",
        "request_source": "With request_identifier: the request that made it.",
      ]),
    TableComment(
      "invoice_line", "A period of a schedule on an invoice.",
      [
        "position": "From 1, in the invoice's order.",
        "period_from": "The first day billed.", "period_to": "The first day after it.",
        "amount": "Without tax.",
        "tax_processing_status": "Pending, Estimated (drafts), Posted.",
        "reissue": "0, or the number of the time the period was invoiced again on purpose.",
        "is_live": "Whether its invoice counts; a period is on one live line only.",
      ]),
    TableComment(
      "invoice_line_tax", "A line's share of a tax, which is rounded once on the invoice.",
      ["rate": "In percent.", "category": "UNCL5305."]),
    TableComment("invoice_order", "The invoices of an order."),
    TableComment(
      "error_log",
      "What could not be billed, and how to mend it; one row for each cause and place.",
      [
        "primary_id": "The account or order, or the request itself.",
        "related_id": "The schedule or invoice at fault; empty: none.",
        "account_id": "On whose list it is.",
        "occurrences": "How often it was met.",
        "request_identifier": "The request that met it last.",
      ]),
    TableComment(
      "sequence_counter",
      "Counters that move in the transaction that uses their values; locked last and briefly.",
      ["next_value": "The value to be given next."]),
  ]
}

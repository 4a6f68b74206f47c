extension Migration {
  static let ingestionComments: [TableComment] = [
    TableComment(
      "ingested_invoice", "What only an invoice taken in from outside has.",
      [
        "invoice_id": "The invoice.",
        "document_type": "Invoice or CreditNote; a credit note keeps its amounts as written.",
        "unique_identifier": "The sender's own key of the document: taken in once.",
        "description": "As its sender wrote it.",
        "reference_type": "Order or DebitMemo; none stands alone.",
        "reference_id": "The order, or the debit memo it was made from.",
        "currency": "The invoice's currency, ISO 4217.",
        "prepaid_amount": "Paid before: subtracted from what is payable.",
        "payable_rounding": "Added to what is payable.",
      ]),
    TableComment(
      "ingested_address", "Addresses that an invoice taken in brings with it.",
      [
        "invoice_id": "The invoice.", "position": "From 1, in the sender's order.",
        "label": "The name its lines name it by.", "street": "Street and number.",
        "city": "City.", "postal_code": "Postal code.", "state": "State or region.",
        "country": "ISO 3166-1 alpha-2.",
      ]),
    TableComment(
      "ingested_line", "What only a line of an invoice taken in has.",
      [
        "invoice_id": "The invoice.", "line_position": "The line's position on it.",
        "price_base_quantity": "The quantity that the unit price is for.",
        "tax_treatment_id": "The treatment its tax follows from, if one is named.",
        "tax_category": "The stated category, UNCL5305.", "tax_rate": "The stated rate, percent.",
        "billing_address_label": "One of the invoice's addresses.",
        "shipping_address_label": "One of the invoice's addresses.",
      ]),
    TableComment(
      "ingested_line_adjustment", "Allowances and charges within a line's amount.",
      [
        "invoice_id": "The invoice.", "line_position": "The line's position on it.",
        "position": "From 1, allowances first.", "kind": "Allowance or Charge.",
        "amount": "As written, positive takes away or adds.", "reason": "Why.",
      ]),
    TableComment(
      "debit_memo", "A claim on an account that an invoice can be made from, once.",
      [
        "id": "Chosen by the sender.", "account_id": "Whom it is a claim on.",
        "status": "Draft, Posted or Void.",
        "invoice_generation_status": "None or ReadyForInvoiceGeneration, as the sender has it.",
        "currency": "ISO 4217.", "revision": "The sender's count of changes.",
        "invoice_id": "The draft made from it; while it stands no other is made.",
      ]),
    TableComment(
      "debit_memo_line", "What a debit memo claims.",
      [
        "debit_memo_id": "The memo.", "position": "From 1, in the sender's order.",
        "name": "What it is for.", "quantity": "Quantity.", "unit_price": "Price of one.",
        "amount": "The line's amount, exact in the memo's currency.",
        "tax_treatment_id": "The treatment its tax follows from, if one is named.",
      ]),
  ]
}

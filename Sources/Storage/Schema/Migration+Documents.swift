extension Migration {
  /// What documents need of records, and what an invoice keeps of it when it is posted. Those that are there already keep
  /// none.
  static let documents = Migration(version: 15, name: "documents", comments: documentsComments) {
    dialect in
    let text = dialect.typeName(.text)
    let columns = [
      "legal_entity": [
        "vat_id", "registration_number", "electronic_address_scheme", "electronic_address_id",
        "iban", "bic", "contact_name", "contact_phone", "contact_email", "locale",
      ],
      "account": [
        "vat_id", "registration_number", "buyer_reference", "electronic_address_scheme",
        "electronic_address_id",
      ],
      "sales_order": ["purchase_order_number"],
      "tax_treatment": ["exemption_reason", "exemption_reason_code"],
      "invoice": ["document"],
    ]
    return columns.sorted { $0.key < $1.key }.flatMap { table, names in
      names.map { "ALTER TABLE \(table) ADD COLUMN \($0) \(text);" }
    }.joined(separator: "\n")
  }

  private static let documentsComments = [
    TableComment(
      "legal_entity", "Who issues invoices.",
      [
        "vat_id": "With the country's two letters before it.",
        "registration_number": "In the register of companies.",
        "electronic_address_scheme":
          "A code of the list EAS; with electronic_address_id where it receives documents.",
        "iban": "The bank account that invoices are paid to.",
        "locale": "Of numbers and dates on documents; NULL: en.",
      ]),
    TableComment(
      "account", "Who is billed.",
      [
        "vat_id": "With the country's two letters before it.",
        "buyer_reference": "By which the customer finds who ordered.",
        "electronic_address_scheme":
          "A code of the list EAS; with electronic_address_id where it receives documents.",
      ]),
    TableComment(
      "sales_order", "An order, as the ordering system knows it.",
      ["purchase_order_number": "The customer's own number of it."]),
    TableComment(
      "tax_treatment", "Whether and under which code something is taxed.",
      [
        "exemption_reason": "Why no tax is charged, as documents say it.",
        "exemption_reason_code": "The same as a code of the list VATEX.",
      ]),
    TableComment(
      "invoice", "Invoices. Amounts are in the invoice's currency.",
      [
        "document":
          "JSON: what documents say of seller, buyer and untaxed lines, as it was when the invoice was posted."
      ]),
  ]
}

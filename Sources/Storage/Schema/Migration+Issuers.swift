extension Migration {
  /// Numbers from outside are unique for each issuer and type of document; what is collected for others has a
  /// place of its own. The key of invoices stored before is the finest that is known of them: their legal
  /// entity and type.
  static let numberIssuers = Migration(
    version: 10, name: "issuers of numbers",
    comments: [
      TableComment(
        "ingested_third_party_amount", "What an ingested invoice collects for others.",
        [
          "invoice_id": "The invoice.", "position": "From 1, in the sender's order.",
          "amount": "Payable, and no part of what is taxed.", "description": "What it is for.",
        ])
    ]
  ) { dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let decimal = dialect.typeName(.decimal)
    return """
      ALTER TABLE invoice ADD COLUMN number_scope \(text);
      ALTER TABLE ingested_invoice ADD COLUMN seller_id \(text);
      ALTER TABLE ingested_invoice ADD COLUMN seller_name \(text);
      ALTER TABLE ingested_invoice ADD COLUMN seller_vat_id \(text);
      ALTER TABLE ingested_invoice ADD COLUMN purchase_order_number \(text);
      CREATE TABLE ingested_third_party_amount (
        invoice_id \(id) NOT NULL REFERENCES invoice (id), position \(integer) NOT NULL,
        amount \(decimal) NOT NULL, description \(text),
        PRIMARY KEY (invoice_id, position)
      )\(dialect.keyOrderedTableOptions);
      UPDATE invoice SET number_scope = (
          SELECT document_type FROM ingested_invoice WHERE invoice_id = invoice.id
        ) || CASE WHEN legal_entity_id IS NULL THEN '' ELSE '/entity/' || legal_entity_id END
        WHERE creation_mode = 'External';
      DROP INDEX invoice_by_external_number;
      CREATE UNIQUE INDEX invoice_by_external_number ON invoice (invoice_number, number_scope)
        WHERE creation_mode = 'External' AND invoice_number IS NOT NULL;
      """
  }
}

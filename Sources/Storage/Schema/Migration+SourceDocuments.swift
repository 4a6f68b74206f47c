extension Migration {
  /// What documents from outside say beside what is billed, and by what accounts are known to others.
  static let sourceDocuments = Migration(
    version: 18, name: "source documents", comments: sourceDocumentsComments
  ) { dialect in
    let text = dialect.typeName(.text)
    return """
      ALTER TABLE ingested_invoice ADD COLUMN terms \(text);
      ALTER TABLE ingested_line ADD COLUMN terms \(text);
      CREATE INDEX account_by_vat_id ON account ((replace(upper(vat_id), ' ', '')))
        WHERE vat_id IS NOT NULL;
      CREATE INDEX account_by_electronic_address ON account (electronic_address_id)
        WHERE electronic_address_id IS NOT NULL;
      """
  }

  private static let sourceDocumentsComments = [
    TableComment(
      "ingested_invoice", "What only an invoice has that was made elsewhere.",
      [
        "terms":
          "JSON: what the document says that nothing is computed of: parties, references, notes, means of payment, its file."
      ]),
    TableComment(
      "ingested_line", "What only a line of an invoice from elsewhere has.",
      ["terms": "JSON: what the line says that nothing is computed of."]),
  ]
}

extension Migration {
  /// A line's only tax is part of its row; those of lines with several, and all from before, stay rows of a table that now has another
  /// name.
  ///
  /// Under the table's old name there is a view of all taxes, in which workers of the version before, which may still run, read
  /// what is in the lines, and write rows. This version neither reads nor writes it.
  static let lineTaxes = Migration(version: 29, name: "taxes in lines", comments: lineTaxComments) {
    dialect in
    let text = dialect.typeName(.text)
    let decimal = dialect.typeName(.decimal)
    return """
      ALTER TABLE invoice_line ADD COLUMN tax_name \(text);
      ALTER TABLE invoice_line ADD COLUMN tax_code \(text);
      ALTER TABLE invoice_line ADD COLUMN tax_category \(text);
      ALTER TABLE invoice_line ADD COLUMN tax_rate \(decimal);
      ALTER TABLE invoice_line ADD COLUMN tax_amount \(decimal);
      ALTER TABLE invoice_line_tax RENAME TO invoice_line_tax_row;
      CREATE VIEW invoice_line_tax
        (invoice_id, line_position, position, name, code, category, rate, amount) AS
        SELECT invoice_id, line_position, position, name, code, category, rate, amount
        FROM invoice_line_tax_row
        UNION ALL
        SELECT invoice_id, position, CAST(1 AS \(dialect.typeName(.integer))), tax_name, tax_code,
          tax_category, tax_rate, tax_amount
        FROM invoice_line WHERE tax_name IS NOT NULL;
      \(dialect.insteadOf(.insert, on: "invoice_line_tax", insertion))
      \(dialect.insteadOf(.delete, on: "invoice_line_tax", deletion))
      """
  }

  private static let insertion = """
    INSERT INTO invoice_line_tax_row
      (invoice_id, line_position, position, name, code, category, rate, amount)
    VALUES (NEW.invoice_id, NEW.line_position, NEW.position, NEW.name, NEW.code, NEW.category,
      NEW.rate, NEW.amount);
    """

  private static let deletion = """
    DELETE FROM invoice_line_tax_row WHERE invoice_id = OLD.invoice_id
      AND line_position = OLD.line_position AND position = OLD.position;
    UPDATE invoice_line SET tax_name = NULL, tax_code = NULL, tax_category = NULL,
      tax_rate = NULL, tax_amount = NULL
    WHERE invoice_id = OLD.invoice_id AND position = OLD.line_position AND tax_name IS NOT NULL;
    """

  private static let lineTaxComments = [
    TableComment(
      "invoice_line", "A period of a schedule on an invoice.",
      [
        "tax_name": "With the columns beside it the line's tax, where it has exactly one.",
        "tax_category": "UNCL5305.", "tax_rate": "In percent.",
        "tax_amount": "The line's share of the tax, which is rounded once on the invoice.",
      ]),
    TableComment(
      "invoice_line_tax_row",
      "The taxes of lines that have several, and those from when the taxes of all lines stood here."
    ),
  ]
}

import Foundation
import Testing

@Suite("Documents at the command line")
struct DocumentCommandTests {
  /// What the reported database lacks for a document of its first invoice.
  private static let completed = """
    INSERT INTO legal_entity (id, name, street, city, postal_code, country, is_default,
      registration_number, iban)
    VALUES ('L-1', 'Northlight GmbH', '1', 'Hamburg', '20457', 'DE', 0, 'HRB 1', 'DE89370400440532013000');
    UPDATE invoice SET legal_entity_id = 'L-1', seller_name = 'Northlight GmbH',
      seller_street = '1', seller_city = 'Hamburg', seller_postal_code = '20457',
      seller_country = 'DE';
    """

  @Test("What keeps a document from being valid is listed, with the exit status of a refusal")
  func incomplete() throws {
    try ReportedDatabase.with { database in
      let result = try database.run("invoices", "ubl", "INV-2026-000001")
      #expect(result.status == 1 && result.output.isEmpty, "\(result)")
      #expect(
        result.errors.contains(
          "DOCUMENT_INCOMPLETE: no valid document can be made of INV-2026-000001"), "\(result)")
      #expect(result.errors.contains("Account A-1 has no legalEntityId: "))
      let unknown = try database.run("invoices", "ubl", "INV-9")
      #expect(unknown.status == 1 && unknown.errors.contains("INV-9"), "\(unknown)")
    }
  }

  @Test("An invoice is written to standard output, or whole to a file")
  func written() throws {
    try ReportedDatabase.with { database in
      try database.execute(Self.completed)
      try database.execute(
        "UPDATE invoice_line SET amount = '100.00', unit_price = '100.00' WHERE invoice_id = 'i-1'")
      let result = try database.run("invoices", "ubl", "INV-2026-000001")
      #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
      #expect(result.output.contains("<cbc:ID>INV-2026-000001</cbc:ID>"), "\(result)")
      #expect(
        result.output.contains("<cbc:RegistrationName>Northlight GmbH</cbc:RegistrationName>"))
      let file = database.path + ".xml"
      defer { try? FileManager.default.removeItem(atPath: file) }
      let again = try database.run("invoices", "ubl", "i-1", "--out", file)
      #expect(again.status == 0 && again.output.isEmpty && again.errors.isEmpty, "\(again)")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == result.output)
      let nowhere = try database.run("invoices", "ubl", "i-1", "--out", "/nowhere/a.xml")
      #expect(nowhere.status == 1 && nowhere.errors.contains("/nowhere/a.xml"), "\(nowhere)")
    }
  }
}

import Billing
import CivilTime
import Monetary

/// Documents as tests ask about them.
enum SampleTax {
  static let address = Address(
    street: "Storgata 1", city: "Oslo", postalCode: "0155", state: nil, country: "NO")

  static func document(
    _ id: String = "INV-1", _ amounts: [String] = ["100.00"], kind: TaxDocument.Kind = .final,
    currency code: String = "EUR", isExempt: Bool = false
  ) throws -> TaxDocument {
    let currency = try Known.currency(code)
    return TaxDocument(
      documentId: id, kind: kind, currency: currency, date: try Known.date("2027-01-05"),
      isExempt: isExempt, shipTo: address,
      lines: try amounts.enumerated().map { index, amount in
        TaxDocument.Line(
          id: "\(index + 1)", amount: try Known.money(amount, currency), taxCode: "std",
          category: "S")
      })
  }

  static func tax(_ amount: String, _ currency: Currency) throws -> InvoiceLineTax {
    InvoiceLineTax(
      name: "VAT", code: "std", category: "S", rate: 25, amount: try Known.money(amount, currency))
  }

  /// The first line's tax of 25 %, and none on the others.
  static func commit(_ id: String = "INV-1", tax amount: String = "25.00") throws -> TaxCommit {
    let document = try document(id)
    return TaxCommit(
      document: document, number: .invoice("2027-000001"),
      quote: TaxQuote(lines: ["1": [try tax(amount, document.currency)]]))
  }
}

/// Values that a test knows to be ones.
enum Known {
  struct Unknown: Error { let text: String }

  static func currency(_ code: String) throws -> Currency {
    guard let currency = Currency(code: code) else { throw Unknown(text: code) }
    return currency
  }

  static func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(iso8601: text) else { throw Unknown(text: text) }
    return date
  }

  static func money(_ text: String, _ currency: Currency) throws -> Money {
    guard let decimal = ExactDecimal(wire: text),
      let money = Money(exactly: decimal, currency: currency)
    else { throw Unknown(text: text) }
    return money
  }
}

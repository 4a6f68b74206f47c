/// How a sentence names an invoice: by its number, where it has one, and always by its identifier.
enum InvoiceName {
  static func of(_ id: Invoice.ID, number: String?) -> String {
    number.map { "\($0) (\(id))" } ?? id.text
  }
}

/// How many lines an invoice and a request may have (<doc:Requests#Limits>).
enum LineLimit {
  static let perInvoice = 10_000
  static let perRequest = 20_000
}

/// How many lines an invoice and a request may have (<doc:Requests#Limits>).
package enum LineLimit {
  package static let perInvoice = 10_000
  package static let perRequest = 20_000
}

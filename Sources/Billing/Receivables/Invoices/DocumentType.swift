/// What kind of document an invoice is. A credit note keeps its amounts as they were written and
/// counts with the opposite sign in the balance.
package enum DocumentType: String, Hashable, Sendable, CaseIterable {
  case invoice = "Invoice"
  case creditNote = "CreditNote"
}

/// What other systems do with an invoice once it is posted.
package enum PostInvoicingTask: String, Hashable, Sendable, CaseIterable {
  case charge = "Charge"
  case sync = "Sync"
  case send = "Send"
}

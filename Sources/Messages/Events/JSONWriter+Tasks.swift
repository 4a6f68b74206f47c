package import Billing
import CivilTime
package import JSON
import Monetary

extension JSONWriter {
  /// A task as completions and `invoices show --json` carry it (<doc:Events#Tasks>); without the token.
  package mutating func task(_ task: InvoiceTask) {
    beginObject()
    member("taskId", task.id.text)
    member("invoiceId", task.invoiceId.text)
    member("task", task.kind.rawValue)
    member("status", task.status.rawValue)
    member("retryOf", task.retryOf?.text)
    member("amount", task.amount)
    member("currency", task.amount?.currency.code)
    member("savedPaymentMethodId", task.savedPaymentMethodId?.text)
    member("message", task.message)
    member("requestedAt", task.requestedAt)
    endObject()
  }

  /// The member `tasks`.
  package mutating func tasks(_ tasks: [InvoiceTask]) {
    key(plain: "tasks")
    beginArray()
    for task in tasks { self.task(task) }
    endArray()
  }

  /// What a Charge is to be paid by, with the secret that the payment system knows it by.
  mutating func paymentMethod(_ method: SavedPaymentMethod) {
    beginObject()
    member("savedPaymentMethodId", method.id.text)
    member("kind", method.kind.rawValue)
    member("displayName", method.displayName)
    member("token", method.token?.text)
    endObject()
  }
}

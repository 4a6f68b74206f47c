import Billing
import JSON

extension JSONWriter {
  /// What a request added to the ledger, in the order in which it did; memos without their lines, which come with their
  /// events.
  mutating func records(_ ledger: LedgerEffects) {
    list("creditMemos", ledger.creditMemos) { $0.creditMemoHead($1) }
    list("payments", ledger.payments) { $0.payment($1) }
    list("applications", ledger.applications) { $0.application($1) }
    list("refunds", ledger.refunds) { $0.refund($1) }
    list("reversals", ledger.reversals) { $0.reversal($1) }
  }

  /// `{emailId, invoiceId, to, status}` for each that the request queued, or is about.
  mutating func emails(_ emails: [EmailDelivery]) {
    list("emails", emails) {
      $0.beginObject()
      $0.member("emailId", $1.id.text)
      $0.member("invoiceId", $1.invoiceId?.text)
      $0.member("to", $1.to)
      $0.member("status", $1.status.rawValue)
      $0.endObject()
    }
  }

  /// The run that a request is about, as it is now; null for other requests.
  mutating func invoiceRun(of answer: Answer) {
    key(plain: "invoiceRun")
    if let run = answer.invoiceRun { invoiceRun(run) } else { null() }
  }

  /// `{billingScheduleId, latestInvoice: {invoiceId, invoiceNumber, status} | null}` for each schedule of a recovery.
  mutating func recovered(_ schedules: [RecoveredSchedule]) {
    list("schedules", schedules) {
      $0.beginObject()
      $0.member("billingScheduleId", $1.billingScheduleId.text)
      $0.key(plain: "latestInvoice")
      if let invoice = $1.latestInvoice {
        $0.beginObject()
        $0.member("invoiceId", invoice.id.text)
        $0.member("invoiceNumber", invoice.number)
        $0.member("status", invoice.status.rawValue)
        $0.endObject()
      } else {
        $0.null()
      }
      $0.endObject()
    }
  }

  private mutating func list<Elements: Sequence>(
    _ name: StaticString, _ elements: Elements,
    _ write: (inout JSONWriter, Elements.Element) -> Void
  ) {
    key(plain: name)
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }
}

package import Billing
package import CivilTime
import JSON

extension EventEncoder {
  /// `email.sent.v1` or `email.failed.v1`: what became of an e-mail, which has the status already.
  ///
  /// `refused` are the recipients that the server did not take while it took others, or as the reason of a failure; the request
  /// is the one that queued it, or that voided its invoice.
  package func email(
    _ type: EventType, _ email: EmailDelivery, refused: [RefusedRecipient] = [],
    requestIdentifier: String?, trace: TraceContext?, time: UTCInstant
  ) -> Event {
    event(
      type, id: EventIdentifier.email(type, email.id), subject: email.id.text, time: time,
      requestIdentifier: requestIdentifier, trace: trace, size: 1_024
    ) {
      $0.beginObject()
      $0.emailMembers(email, refused)
      $0.endObject()
    }
  }

  /// `email.bounced.v1`: it came back after it was sent.
  package func bounced(
    _ bounce: EmailBounce, requestIdentifier: String?, trace: TraceContext?, time: UTCInstant
  ) -> Event {
    event(
      .emailBounced, id: EventIdentifier.email(.emailBounced, bounce.email.id),
      subject: bounce.email.id.text, time: time, requestIdentifier: requestIdentifier,
      trace: trace, size: 1_024
    ) {
      $0.beginObject()
      $0.emailMembers(bounce.email, [])
      $0.member("address", bounce.address)
      $0.member("kind", bounce.kind.rawValue)
      $0.endObject()
    }
  }
}

extension JSONWriter {
  /// The members that every event of an e-mail has; a diagnostic only where there is one.
  fileprivate mutating func emailMembers(_ email: EmailDelivery, _ refused: [RefusedRecipient]) {
    member("emailId", email.id.text)
    member("invoiceId", email.invoiceId?.text)
    member("to", email.to)
    key(plain: "attempts")
    integer(email.attempts)
    if let diagnostic = email.diagnostic { member("diagnostic", diagnostic) }
    key(plain: "refused")
    beginArray()
    for recipient in refused {
      beginObject()
      member("address", recipient.address)
      member("diagnostic", recipient.diagnostic)
      endObject()
    }
    endArray()
  }
}

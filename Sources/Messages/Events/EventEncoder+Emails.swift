package import Billing
package import CivilTime
import JSON

extension EventEncoder {
  /// `email.sent.v1`, `email.failed.v1` or `email.bounced.v1`, as the e-mail's status has it: each at most once for an e-mail.
  ///
  /// - Parameters:
  ///   - email: as it is stored now; no longer Queued.
  ///   - refused: recipients that the server did not take, where it took others.
  package func email(
    _ email: EmailDelivery, refused: [RefusedRecipient] = [], time: UTCInstant
  ) -> Event {
    let type: EventType =
      switch email.status {
      case .queued, .sent: .emailSent
      case .failed: .emailFailed
      case .bounced: .emailBounced
      }
    return event(
      type, id: EventIdentifier.record(type, email.id), subject: email.id.text, time: time,
      requestIdentifier: email.request.identifier, trace: nil, size: 1_024
    ) {
      $0.beginObject()
      $0.member("emailId", email.id.text)
      $0.member("invoiceId", email.invoiceId?.text)
      $0.member("to", email.to)
      $0.key(plain: "attempts")
      $0.integer(Int64(email.attempts))
      $0.member("diagnostic", email.diagnostic)
      $0.key(plain: "refused")
      $0.beginArray()
      for recipient in refused {
        $0.beginObject()
        $0.member("address", recipient.address)
        $0.member("diagnostic", recipient.diagnostic)
        $0.endObject()
      }
      $0.endArray()
      $0.endObject()
    }
  }
}

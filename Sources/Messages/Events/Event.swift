package import CivilTime

/// An event ready to be stored and published: a CloudEvents 1.0 message in structured JSON.
package struct Event: Hashable, Sendable {
  package static let contentType = "application/cloudevents+json; charset=utf-8"

  /// Follows from what the event says, so that it is the same however often it is sent.
  package let id: String
  package let type: EventType
  /// The identifier of the record it is about.
  package let subject: String
  package let time: UTCInstant
  /// The identifier of the request that caused it, of the run, or of the scheduler that skipped one; nil when there is none. The message's `correlation_id`.
  package let requestIdentifier: String?
  package let trace: TraceContext?
  package let body: [UInt8]

  package init(
    id: String,
    type: EventType,
    subject: String,
    time: UTCInstant,
    requestIdentifier: String?,
    trace: TraceContext?,
    body: [UInt8]
  ) {
    self.id = id
    self.type = type
    self.subject = subject
    self.time = time
    self.requestIdentifier = requestIdentifier
    self.trace = trace
    self.body = body
  }
}

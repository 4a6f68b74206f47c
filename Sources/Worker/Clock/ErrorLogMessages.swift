package import Billing
package import CivilTime
package import Messages
package import Storage

/// Events of error logs that no request met.
package enum ErrorLogMessages {
  /// One for each, to be stored with them.
  package static func messages(
    of logs: [ErrorLog], at now: UTCInstant, encoder: EventEncoder
  ) -> [OutboxMessage] {
    var identifiers = OutboxIdentifiers()
    return logs.map { log in
      OutboxMessage(
        encoder.errorLog(log, of: nil, trace: nil), id: identifiers.next(at: now),
        source: encoder.source, createdAt: now)
    }
  }
}

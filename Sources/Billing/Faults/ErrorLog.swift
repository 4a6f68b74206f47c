package import CivilTime

/// A recorded error, as stored and as `error-log.recorded.v1` carries it.
package struct ErrorLog: Hashable, Sendable {
  /// `EL-` and at least six digits.
  package let number: String
  package let entry: ErrorLogEntry
  /// The request that met it last; nil when the request had no usable identifier.
  package let requestIdentifier: String?
  package let occurrences: Int64
  package let firstSeenAt: UTCInstant
  package let lastSeenAt: UTCInstant
  /// When what it names succeeded, or an operator said that it is settled; nil while it is open.
  package let resolvedAt: UTCInstant?

  package init(
    number: String,
    entry: ErrorLogEntry,
    requestIdentifier: String?,
    occurrences: Int64,
    firstSeenAt: UTCInstant,
    lastSeenAt: UTCInstant,
    resolvedAt: UTCInstant? = nil
  ) {
    self.number = number
    self.entry = entry
    self.requestIdentifier = requestIdentifier
    self.occurrences = occurrences
    self.firstSeenAt = firstSeenAt
    self.lastSeenAt = lastSeenAt
    self.resolvedAt = resolvedAt
  }
}

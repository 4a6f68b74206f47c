package import Billing

/// An error that a request met.
package struct ErrorLogOccurrence: Hashable, Sendable {
  package let entry: ErrorLogEntry
  /// nil when the request had no usable identifier.
  package let requestIdentifier: String?

  package init(_ entry: ErrorLogEntry, requestIdentifier: String?) {
    self.entry = entry
    self.requestIdentifier = requestIdentifier
  }
}

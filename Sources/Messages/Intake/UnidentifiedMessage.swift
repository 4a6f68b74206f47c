package import Billing
package import Digest

/// A message without a usable request identifier, or with a source that is none. There is no key to answer
/// under.
package struct UnidentifiedMessage: Hashable, Sendable {
  /// What is missing or wrong; shows what was given, escaped.
  package let fault: Fault
  /// Of the whole body, in both forms: so an operator finds it from the dead letter. Of a body over its
  /// limit: see ``OversizedBody``.
  package let bodySHA256: SHA256Digest
  /// The request identifier, when only the source keeps it from being a key.
  package let identifier: String?

  package init(fault: Fault, bodySHA256: SHA256Digest, identifier: String? = nil) {
    self.fault = fault
    self.bodySHA256 = bodySHA256
    self.identifier = identifier
  }

  /// The error log to record; its primary record is a hash of the body where there is no identifier
  /// (<doc:ErrorLog>).
  package var errorLog: ErrorLogEntry {
    ErrorLogEntry(
      category: .request, code: fault.code, message: fault.message,
      primaryRecord: RecordReference(type: .request, id: identifier ?? bodySHA256.description))
  }
}

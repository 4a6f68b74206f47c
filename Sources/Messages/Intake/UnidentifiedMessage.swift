package import Billing
package import Digest

/// A message without a usable request identifier. There is no key to answer under.
package struct UnidentifiedMessage: Hashable, Sendable {
  /// What is missing or wrong; shows what was given, escaped.
  package let fault: Fault
  /// What the error log names it by.
  package let bodySHA256: SHA256Digest

  package init(fault: Fault, bodySHA256: SHA256Digest) {
    self.fault = fault
    self.bodySHA256 = bodySHA256
  }

  /// The error log to record; its primary record is a hash of the body, for want of an identifier.
  package var errorLog: ErrorLogEntry {
    ErrorLogEntry(
      category: .request, code: fault.code, message: fault.message,
      primaryRecord: RecordReference(type: .request, id: bodySHA256.description))
  }
}

/// One thing that is wrong, as completions carry it: `{errorCode, errorMessage, pointer, errorSource}`.
package struct Fault: Hashable, Sendable, Error {
  package let code: ErrorCode
  /// What happened and how to fix it, in a sentence or two for a person.
  package let message: String
  /// RFC 6901, into the request's data; nil where it does not apply.
  package let pointer: String?
  /// The record at fault; nil where it does not apply.
  package let source: RecordReference?

  package init(
    code: ErrorCode,
    message: String,
    pointer: String? = nil,
    source: RecordReference? = nil
  ) {
    self.code = code
    self.message = message
    self.pointer = pointer
    self.source = source
  }
}

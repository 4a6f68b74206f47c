/// What a stored error log that nobody has resolved says of a schedule.
package struct OpenError: Hashable, Sendable {
  /// The error log's number.
  package let number: String
  package let code: ErrorCode
  package let message: String

  package init(number: String, code: ErrorCode, message: String) {
    self.number = number
    self.code = code
    self.message = message
  }
}

/// Why one invoice of a request, or a request about one, is refused; everything is left as it is.
struct ItemRefusal: Error {
  let code: ErrorCode
  let message: String
  /// The record at fault, where it is not the invoice itself.
  let source: RecordReference?
  /// Where the request says what is refused, where it is not the invoice's identifier.
  let pointer: String?
  /// What else is wrong with it, such as the tax of further lines.
  var others: [Fault] = []

  init(
    _ code: ErrorCode, _ message: String, source: RecordReference? = nil, pointer: String? = nil
  ) {
    self.code = code
    self.message = message
    self.source = source
    self.pointer = pointer
  }

  init(_ fault: Fault) {
    self.init(fault.code, fault.message, source: fault.source, pointer: fault.pointer)
  }
}

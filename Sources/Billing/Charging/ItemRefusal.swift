/// Why one invoice of a request that names several is left as it is.
struct ItemRefusal: Error {
  let code: ErrorCode
  let message: String
  /// The record at fault, where it is not the invoice itself.
  let source: RecordReference?

  init(_ code: ErrorCode, _ message: String, source: RecordReference? = nil) {
    self.code = code
    self.message = message
    self.source = source
  }
}

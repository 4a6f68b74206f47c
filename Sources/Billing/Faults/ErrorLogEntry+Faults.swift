extension ErrorLogEntry {
  /// The message of the one log that stands for all faults of a request: the first of them, with where it is. The
  /// completion lists every one.
  package static func message(of first: Fault, among count: Int) -> String {
    var message = first.message
    if let pointer = first.pointer, !pointer.isEmpty { message = "\(pointer): \(message)" }
    if count > 1 { message += " There is more; see the request's completion." }
    return message
  }
}

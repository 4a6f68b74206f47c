import Glibc

/// The system does not let a server listen, or a client ask.
package struct HTTPServerError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }

  /// What was tried, and the system's word for why not.
  init(_ operation: String, _ code: Int32) {
    description = "\(operation): \(unsafe String(cString: strerror(code)))"
  }
}

internal import CZip

/// Why an archive cannot be read, as a clause.
package struct ZipError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }

  init(code: Int32) {
    var error = unsafe zip_error()
    unsafe zip_error_init_with_code(&error, code)
    let words = unsafe zip_error_strerror(&error).map { unsafe String(cString: $0) }
    unsafe zip_error_fini(&error)
    description = "it is no archive that can be read (\(words ?? "unknown error"))"
  }
}

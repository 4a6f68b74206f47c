import Glibc

/// Lines, each written at once, so that progress is seen also through a pipe.
enum Report {
  /// What was measured: on standard output.
  static func line(_ parts: String...) { write(parts, to: STDOUT_FILENO) }

  /// What is going on, and what went wrong: on standard error.
  static func note(_ parts: String...) { write(parts, to: STDERR_FILENO) }

  private static func write(_ parts: [String], to descriptor: Int32) {
    let bytes = Array((parts.joined(separator: " ") + "\n").utf8)
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard written > 0 else { return }
      start += written
    }
  }
}

import Glibc

/// Lines on standard output, each at once, so that progress is seen also through a pipe.
enum Report {
  static func line(_ parts: String...) {
    let bytes = Array((parts.joined(separator: " ") + "\n").utf8)
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes {
        write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      guard written > 0 else { return }
      start += written
    }
  }
}

import Glibc

/// Standard input and output.
@safe enum StandardStreams {
  /// Everything up to the end of the input.
  static func readAll(most: Int) throws(PageFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while let part = readSome(65_536) {
      bytes += part
      guard bytes.count <= most else { throw .tooLarge(most) }
    }
    return bytes
  }

  /// So many bytes; nil when the input ends before.
  static func read(_ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      guard let part = readSome(count - bytes.count) else { return nil }
      bytes += part
    }
    return bytes
  }

  private static func readSome(_ most: Int) -> [UInt8]? {
    while true {
      var result = 0
      let part = unsafe [UInt8](unsafeUninitializedCapacity: min(most, 1 << 20)) { buffer, count in
        result = unsafe Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        count = max(result, 0)
      }
      if result > 0 { return part }
      if result == 0 || errno != EINTR { return nil }
    }
  }

  /// Writes, or ends the process: what is cut off must not look complete.
  static func write(_ bytes: [UInt8]) {
    guard write(bytes, to: STDOUT_FILENO) else { exit(1) }
  }

  static func complain(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let written = unsafe bytes[start...].withUnsafeBytes { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if written > 0 {
        start += written
      } else if written == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}

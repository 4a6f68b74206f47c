import Glibc

/// Writes to a descriptor until all is written.
package enum WholeWrite {
  /// One `write(2)` as long as the system takes it whole, so that lines of several processes on one pipe do not mix. Waits
  /// for a reader of a pipe or terminal that another process made non-blocking, as one that blocks does.
  ///
  /// - Returns: whether all was written; a closed pipe and a full disk are not.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written > 0 {
        start += written
      } else if written < 0, errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if written == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}

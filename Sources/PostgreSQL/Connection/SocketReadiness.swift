internal import Glibc

/// What a socket can do without blocking.
struct SocketReadiness: OptionSet {
  let rawValue: Int16

  static let readable = SocketReadiness(rawValue: Int16(POLLIN))
  static let writable = SocketReadiness(rawValue: Int16(POLLOUT))

  /// Waits until the socket can do one of `wanted`; empty when `timeout` milliseconds have passed.
  /// A socket in error or closed by the peer counts as ready, so that the next call on it says so.
  static func wait(
    for wanted: SocketReadiness, on socket: Int32, timeout: Int64
  ) -> SocketReadiness {
    let deadline = Deadline(after: timeout)
    var descriptor = pollfd(fd: socket, events: wanted.rawValue, revents: 0)
    while true {
      let count = unsafe poll(&descriptor, 1, Int32(clamping: deadline.remaining))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? [] : wanted }
      let failed = descriptor.revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
      return failed ? wanted : SocketReadiness(rawValue: descriptor.revents).intersection(wanted)
    }
  }
}

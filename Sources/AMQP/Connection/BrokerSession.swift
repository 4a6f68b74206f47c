import CRabbitMQ
import Glibc

/// One signed-in connection to a broker, from sign-in to its end. Not for sharing: its owner is an
/// actor, and only that actor's thread calls it.
///
/// Any error thrown here ends the session: the library's state is not to be trusted after one.
///
/// Safe to hold: `frame` points into the library's memory, and is read only before that memory is released.
@safe
final class BrokerSession {
  let handle: BrokerHandle
  let pool = WirePool()
  let host: BrokerHost
  let descriptor: Int32
  /// The largest frame both sides agreed on, in bytes.
  let frameLimit: Int
  var assembler: FrameAssembler
  var strings = ShortStrings()
  var frame = unsafe amqp_frame_t()
  private let watched: WatchedSocket

  /// Called by ``open(host:configuration:limits:heartbeat:watched:)`` only.
  init(
    handle: consuming BrokerHandle, host: BrokerHost, descriptor: Int32, limits: [BodyLimit],
    watched: WatchedSocket
  ) {
    self.handle = handle
    self.host = host
    self.descriptor = descriptor
    self.watched = watched
    frameLimit = unsafe Int(amqp_get_frame_max(self.handle.state))
    assembler = FrameAssembler(limits: limits)
  }

  deinit {
    // Before the handle closes the socket, or the watchdog could shut down a recycled descriptor.
    watched.withdraw()
  }

  /// Throws unless the library's status is fine. Called for every frame: what the operation is called is only made
  /// up when it failed.
  func check(_ status: Int32, _ operation: @autoclosure () -> String) throws(AMQPError) {
    guard status < 0 else { return }
    throw watched.takeShutdown() ? .stalled : AMQPError(status: status, operation: operation())
  }

  /// Whether the kernel takes at least some bytes without blocking.
  var isWritable: Bool {
    var descriptor = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&descriptor, 1, 0) == 1 && descriptor.revents & Int16(POLLOUT) != 0
  }

  /// Holds small writes back until ``uncork()``, so that many frames leave in few packets. The
  /// options are hints: a failure costs speed, nothing else.
  func cork() {
    setCork(1)
  }

  func uncork() {
    setCork(0)
  }

  private func setCork(_ value: Int32) {
    var value = value
    _ = unsafe setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Sends connection.close and waits for the broker's answer, at most the reply timeout.
  func close() throws(AMQPError) {
    let reply = unsafe amqp_connection_close(handle.state, AMQP_REPLY_SUCCESS)
    try unsafe check(reply, "closing the connection")
  }
}

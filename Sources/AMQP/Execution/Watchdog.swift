import CRabbitMQ
import Glibc
import Synchronization

/// The one thread of the process that looks after stalled connections.
///
/// A send to a peer that stopped reading blocks inside the library without any limit (its deadline is
/// infinite in 0.11), so the connection cannot notice by itself. Without this watch a worker whose
/// broker froze would hang forever.
final class Watchdog: Sendable {
  static let shared = Watchdog()

  private struct Watched {
    weak var socket: WatchedSocket?
  }

  private struct State {
    var sockets: [Watched] = []
    var isRunning = false
  }

  private let state = Mutex(State())
  private static let interval: UInt32 = 250_000

  /// Watches the socket for as long as it exists. Starts the thread when there is none.
  func watch(_ socket: WatchedSocket) throws(AMQPError) {
    let mustStart = state.withLock { state in
      state.sockets.append(Watched(socket: socket))
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard mustStart else { return }
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { _ in
        Watchdog.shared.loop()
        return nil
      }, nil)
    guard code == 0 else {
      state.withLock { $0.isRunning = false }
      throw .system(operation: "pthread_create", code: code)
    }
    pthread_detach(thread)
  }

  private func loop() {
    unsafe "amqp-watchdog".withCString { unsafe crabbitmq_name_thread($0) }
    while true {
      usleep(Self.interval)
      let sockets = state.withLock { state in
        state.sockets.removeAll { $0.socket == nil }
        state.isRunning = !state.sockets.isEmpty
        return state.sockets.compactMap(\.socket)
      }
      guard !sockets.isEmpty else { return }
      let now = MonotonicInstant.now
      for socket in sockets { socket.inspect(at: now) }
    }
  }
}

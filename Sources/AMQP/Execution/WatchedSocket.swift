import Glibc
import Synchronization

/// One connection's socket as the watchdog sees it.
///
/// The owner stamps a tick at every turn. It publishes the socket after connecting and withdraws it
/// *before* the library closes it; shutting down happens under the same lock. So the number can never
/// have been given to another file by the time it is shut down.
final class WatchedSocket: Sendable {
  private struct Published {
    var descriptor: Int32
    var limit: Duration
  }

  private let published = Mutex<Published?>(nil)
  private let lastTick = Atomic<Int64>(0)
  /// How often the watchdog had to end a connection.
  private let shutdowns = Atomic<Int>(0)

  /// Shows the socket; from now on a tick older than `limit` ends it.
  func publish(_ descriptor: Int32, limit: Duration) {
    tick(.now)
    published.withLock { $0 = Published(descriptor: descriptor, limit: limit) }
  }

  /// Takes the socket away. When this returns the watchdog will not touch it any more.
  func withdraw() {
    published.withLock { $0 = nil }
  }

  /// The owner is alive.
  func tick(_ now: MonotonicInstant) {
    lastTick.store(now.nanoseconds, ordering: .relaxed)
  }

  /// Whether the watchdog fired since the last call.
  func takeShutdown() -> Bool {
    shutdowns.exchange(0, ordering: .relaxed) > 0
  }

  /// Shuts the socket down if its owner has stood still too long. Any thread. A send that hangs in the
  /// kernel then fails at once; the owner closes the socket itself. Never closes it: the owner still
  /// holds the number.
  func inspect(at now: MonotonicInstant) {
    published.withLock { published in
      guard let socket = published else { return }
      let tick = MonotonicInstant(nanoseconds: lastTick.load(ordering: .relaxed))
      guard tick.duration(to: now) > socket.limit else { return }
      // Counted before the owner can wake up from it.
      shutdowns.add(1, ordering: .relaxed)
      _ = shutdown(socket.descriptor, Int32(SHUT_RDWR))
      // Once is enough; the owner publishes its next socket itself.
      published = nil
    }
  }
}

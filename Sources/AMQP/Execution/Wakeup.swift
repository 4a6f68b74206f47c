import CRabbitMQ
import Glibc

/// The descriptor that ends a poll from another thread. Owns it.
struct Wakeup: ~Copyable, Sendable {
  let descriptor: Int32

  init() throws(AMQPError) {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard descriptor >= 0 else { throw .system(operation: "eventfd", code: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Makes the descriptor readable. Fails only when it is readable to the brim already, which wakes too.
  func signal() {
    var one: UInt64 = 1
    _ = unsafe write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  /// Makes the descriptor unreadable again; nothing to read is fine.
  func clear() {
    var count: UInt64 = 0
    _ = unsafe read(descriptor, &count, MemoryLayout<UInt64>.size)
  }
}

import Synchronization

/// The least level that is logged, as it is configured or, for as long as somebody looks closer, everything. Any thread.
final class LogThreshold: Sendable {
  private let configured: LogLevel
  private let isOpen = Atomic(false)

  init(_ configured: LogLevel) { self.configured = configured }

  var level: LogLevel { isOpen.load(ordering: .relaxed) ? .debug : configured }

  /// Logs everything from now on, or again what is configured; the level that holds now.
  func toggle() -> LogLevel {
    isOpen.logicalXor(true, ordering: .relaxed)
    return level
  }
}

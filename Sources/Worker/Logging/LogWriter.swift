import Dispatch
import Glibc
import Synchronization

/// Puts lines down for a thread of its own, which writes them: whoever logs is never held up by a reader that has
/// stopped reading, or by a disk that hangs.
///
/// Heartbeats, the drain, the signals and the watchdog all log. A pipe that nobody reads takes 64 KiB, and
/// the next `write(2)` waits for as long as it takes; a worker that waited there would neither keep its connections
/// nor end. So what does not fit is dropped and counted, and the count is logged when there is room again.
final class LogWriter: Sendable {
  private struct State {
    var waiting: [[UInt8]] = []
    /// Of lines that wait or are being written.
    var bytes = 0
    var dropped = 0
    var isWriting = false
  }

  /// Bytes that wait at most: some thousand lines. One line is taken however long it is when nothing waits.
  static let capacity = 512 << 10

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "log")
  private let descriptor: Int32
  private let droppedLine: @Sendable (_ count: Int) -> [UInt8]

  /// - Parameters:
  ///   - descriptor: an open file; it is not closed.
  ///   - droppedLine: makes the line that says how many were dropped.
  init(descriptor: Int32, droppedLine: @escaping @Sendable (_ count: Int) -> [UInt8]) {
    self.descriptor = descriptor
    self.droppedLine = droppedLine
  }

  /// Puts a line down to be written. Any thread; returns at once.
  func write(_ line: [UInt8]) {
    let mustStart = state.withLock { state in
      guard state.bytes == 0 || state.bytes + line.count <= Self.capacity else {
        state.dropped += 1
        return false
      }
      state.waiting.append(line)
      state.bytes += line.count
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if mustStart { queue.async { self.writeWaiting() } }
  }

  /// Waits until what was put down is written, at most so long; then it is left.
  func flush(within limit: Duration) {
    let done = DispatchSemaphore(value: 0)
    // Behind the writing that is under way, which goes on until nothing waits.
    queue.async { done.signal() }
    let (seconds, attoseconds) = limit.components
    let nanoseconds = Int(clamping: seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    _ = done.wait(timeout: .now() + .nanoseconds(nanoseconds))
  }

  private func writeWaiting() {
    while let (lines, dropped) = take() {
      var isTaken = true
      for line in lines {
        isTaken = put(line)
        state.withLock {
          $0.bytes -= line.count
          if !isTaken { $0.dropped += 1 }
        }
      }
      // What was dropped had come after these lines. It is said once there is somebody to read it.
      if dropped > 0, !isTaken || !put(droppedLine(dropped)) {
        state.withLock { $0.dropped += dropped }
      }
    }
  }

  /// The lines that wait, and how many were dropped behind them; nil when none waits.
  private func take() -> (lines: [[UInt8]], dropped: Int)? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isWriting = false
        return nil
      }
      defer {
        state.waiting = []
        state.dropped = 0
      }
      return (state.waiting, state.dropped)
    }
  }

  /// A log that cannot be written (a closed pipe, a full disk) must not stop the work.
  ///
  /// - Returns: whether it was written.
  private func put(_ bytes: [UInt8]) -> Bool { WholeWrite.write(bytes, to: descriptor) }
}

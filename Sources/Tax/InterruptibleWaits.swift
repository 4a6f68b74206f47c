import Synchronization

/// Waits that all end when the process does.
final class InterruptibleWaits: Sendable {
  private struct State {
    var isInterrupted = false
    var next = 0
    var tasks: [Int: Task<Bool, Never>] = [:]
  }

  private let state = Mutex(State())

  /// - Returns: false where it was interrupted, or the task was cancelled, before its time.
  func wait(for duration: Duration) async -> Bool {
    let (number, task) = state.withLock { state in
      state.next += 1
      guard !state.isInterrupted else { return (state.next, nil as Task<Bool, Never>?) }
      let task = Task {
        do {
          try await Task.sleep(for: duration)
          return true
        } catch {
          return false
        }
      }
      state.tasks[state.next] = task
      return (state.next, task)
    }
    guard let task else { return false }
    let isWhole = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    state.withLock { _ = $0.tasks.removeValue(forKey: number) }
    return isWhole
  }

  /// Ends all waits, and whatever would follow.
  func interrupt() {
    let tasks = state.withLock { state in
      state.isInterrupted = true
      return Array(state.tasks.values)
    }
    for task in tasks { task.cancel() }
  }
}

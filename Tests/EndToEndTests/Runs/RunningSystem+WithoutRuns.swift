import Messages
import TestSupport
import TestWorker

extension RunningSystem {
  /// Runs `body` on a system of its own whose one worker does everything but the work of runs.
  static func runWithoutRuns(
    on store: TestStore, _ body: (RunningSystem) async throws -> Void
  ) async throws {
    var options = Options()
    options.store = store
    options.workers = 0
    try await run(options) { system in
      try system.startWorker(queues: WorkQueue.allCases.filter { $0 != .run })
      try await body(system)
    }
  }
}

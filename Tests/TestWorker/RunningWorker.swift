import Foundation
package import Storage
import TestSupport
package import Worker

/// A worker in this process.
package final class RunningWorker: Sendable {
  package let runtime: WorkerRuntime
  private let run: Task<Result<Void, StoreError>, Never>
  /// What it logs, to a descriptor that it owns.
  let log: Log
  private let logDescriptor: Int32

  init(_ runtime: WorkerRuntime, log: Log, descriptor logDescriptor: Int32) {
    self.runtime = runtime
    self.log = log
    self.logDescriptor = logDescriptor
    run = Task {
      do throws(StoreError) {
        try await runtime.run()
        return .success(())
      } catch {
        return .failure(error)
      }
    }
  }

  deinit {
    // What is written later would go to whatever file has the number then.
    log.flush(within: patience)
    close(logDescriptor)
  }

  /// Waits until it ends by itself.
  ///
  /// - Returns: what it ended with.
  package func end() async -> Result<Void, StoreError> { await run.value }

  /// Asks it to finish, as SIGTERM does, and waits until it has.
  ///
  /// - Returns: what it ended with.
  @discardableResult
  package func drain() async -> Result<Void, StoreError> {
    runtime.requestDrain()
    return await run.value
  }
}

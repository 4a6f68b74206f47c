import Dispatch

/// A serial executor over a queue of its own, so that blocking database calls never take a thread from Swift's
/// shared pool, which has only as many as there are cores.
package final class DatabaseExecutor: SerialExecutor {
  private let queue: DispatchQueue

  package init(label: String) {
    queue = DispatchQueue(label: label)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}

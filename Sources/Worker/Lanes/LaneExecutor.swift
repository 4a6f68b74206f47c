import Dispatch

/// A serial executor over a queue of its own, so that a lane's blocking database calls never take a
/// thread from Swift's shared pool, which has only as many as there are cores.
final class LaneExecutor: SerialExecutor {
  private let queue: DispatchQueue

  init(label: String) {
    queue = DispatchQueue(label: label)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}

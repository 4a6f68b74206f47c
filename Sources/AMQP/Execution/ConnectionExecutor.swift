import CRabbitMQ
import Glibc
import Synchronization

/// The serial executor of one connection: a thread of its own that runs the actor's jobs, lets the
/// connection take a turn, and then waits for the socket, a new job or a deadline.
///
/// A connection needs its own thread because the library blocks while it connects and sends, and
/// because nothing else may touch the library's state: on the global pool one slow broker would
/// starve everything else.
final class ConnectionExecutor: SerialExecutor {
  /// What a turn of the connection asks the loop to wait for.
  struct Wait {
    /// Socket that ends the wait when it is readable, or -1.
    var descriptor: Int32 = -1
    /// Also when it is writable.
    var forWriting = false
    /// Moment that ends the wait; `nil` waits without limit.
    var deadline: MonotonicInstant?
    /// There is more to do at once: do not wait at all.
    var isBusy = false
  }

  typealias Turn = @Sendable () -> Wait

  private struct Shared {
    var jobs: [UnownedJob] = []
    var turn: Turn?
    /// Something was put down for the next turn while the loop was awake.
    var isKicked = false
    /// The loop waits, or is about to, and must be signalled.
    var isWaiting = false
    var isStopped = false
    var thread: pthread_t?
  }

  private let shared = Mutex(Shared())
  private let wakeup: Wakeup
  private let name: String

  /// Starts the thread. `name` is cut to the 15 bytes the kernel keeps.
  init(name: String) throws(AMQPError) {
    wakeup = try Wakeup()
    self.name = name
    var thread = pthread_t()
    // The retain is given back by the thread when it ends; until then the executor lives.
    let context = unsafe Unmanaged.passRetained(self)
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<ConnectionExecutor>.fromOpaque(context).takeRetainedValue().loop()
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      unsafe context.release()
      throw .system(operation: "pthread_create", code: code)
    }
    pthread_detach(thread)
  }

  /// What the loop does between jobs. It must not keep the connection alive: it would never end.
  func setTurn(_ turn: @escaping Turn) {
    shared.withLock { $0.turn = turn }
    wake()
  }

  /// Ends the thread after the jobs it already has. Called when the actor is gone, so no job follows.
  func stop() {
    shared.withLock {
      $0.isStopped = true
      $0.turn = nil
    }
    wake()
  }

  /// Makes the loop take a turn soon. Cheap when it is awake: no system call.
  func wake() {
    let mustSignal = shared.withLock { shared in
      shared.isKicked = true
      defer { shared.isWaiting = false }
      return shared.isWaiting
    }
    if mustSignal { wakeup.signal() }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let mustSignal = shared.withLock { shared in
      shared.jobs.append(job)
      defer { shared.isWaiting = false }
      return shared.isWaiting
    }
    if mustSignal { wakeup.signal() }
  }

  func isIsolatingCurrentContext() -> Bool? {
    shared.withLock { $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  func checkIsolated() {
    // Traps on purpose: the runtime asks here before it would let two threads at one state; no input leads here.
    precondition(isIsolatingCurrentContext() == true, "not on the connection's own thread")
  }

  private func loop() {
    unsafe name.withCString { unsafe crabbitmq_name_thread($0) }
    shared.withLock { $0.thread = pthread_self() }
    var jobs: [UnownedJob] = []
    while true {
      let (turn, isStopped) = shared.withLock { shared in
        swap(&jobs, &shared.jobs)
        shared.isKicked = false
        return (shared.turn, shared.isStopped)
      }
      for job in jobs {
        unsafe job.runSynchronously(on: asUnownedSerialExecutor())
      }
      jobs.removeAll(keepingCapacity: true)
      let wait = turn?() ?? Wait()
      if wait.isBusy { continue }
      let mayWait = shared.withLock { shared in
        guard shared.jobs.isEmpty, !shared.isKicked else { return false }
        shared.isWaiting = !shared.isStopped
        return !shared.isStopped
      }
      if mayWait {
        sleep(wait)
      } else if isStopped, shared.withLock({ $0.jobs.isEmpty }) {
        return
      }
    }
  }

  private func sleep(_ wait: Wait) {
    var timeout: Int32 = -1
    if let deadline = wait.deadline {
      let nanoseconds = max(0, deadline.nanoseconds - MonotonicInstant.now.nanoseconds)
      // Rounded up: waking a moment early would spin until the deadline.
      timeout = Int32(clamping: (nanoseconds + 999_999) / 1_000_000)
    }
    let events = Int16(POLLIN) | (wait.forWriting ? Int16(POLLOUT) : 0)
    var descriptors = (
      pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wait.descriptor, events: events, revents: 0)
    )
    unsafe withUnsafeMutableBytes(of: &descriptors) { bytes in
      // A negative descriptor is skipped by poll; an interrupted wait is just a shorter one.
      _ = unsafe poll(bytes.baseAddress?.assumingMemoryBound(to: pollfd.self), 2, timeout)
    }
    shared.withLock { $0.isWaiting = false }
    if descriptors.0.revents != 0 { wakeup.clear() }
  }
}

package import Foundation
import Synchronization
import TestSupport
package import Testing

/// A worker as a process of its own, `invoice-worker run`, so that it can be killed.
package final class WorkerProcess: Sendable {
  private let process: Process
  private let ended: Mutex<Bool>

  /// Starts `run` with these arguments; `environment` goes over that of this process.
  init(
    _ arguments: [String], standardError: FileHandle, environment: [String: String]
  ) throws {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = ["run"] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = standardError
    self.process = process
    ended = Mutex(false)
    process.terminationHandler = { [weak self] _ in self?.ended.withLock { $0 = true } }
    try process.run()
  }

  /// Beside the tests' own program, where both are built.
  private static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "invoice-worker")

  package var isRunning: Bool { !ended.withLock { $0 } }

  /// Ends it as a power cut would.
  package func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  /// Asks it to finish, as a supervisor does.
  package func terminate() { Foundation.kill(process.processIdentifier, SIGTERM) }

  /// Sends it a signal that does not end it.
  package func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

  /// Waits until it has ended.
  ///
  /// - Returns: the signal that ended it, or its exit status.
  @discardableResult
  package func end(
    within limit: Duration = patience
  ) async throws -> (signal: Int32?, status: Int32?) {
    try await eventually("the worker process ends", within: limit) { !isRunning }
    return process.terminationReason == .uncaughtSignal
      ? (process.terminationStatus, nil) : (nil, process.terminationStatus)
  }

  /// Asks it to finish, and expects that it does so without a failure.
  package func finish(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    terminate()
    #expect(try await end().status == 0, sourceLocation: sourceLocation)
  }
}

extension RunningSystem {
  /// Starts a worker process on this system's queues and database. The caller ends it. Its standard error is added
  /// to the system's log, unless a file is named.
  package func startProcess(
    _ name: String, _ arguments: [String] = [], environment: [String: String] = [:],
    standardError: FileHandle? = nil
  ) throws -> WorkerProcess {
    let own = [
      "AMQP_URL": address, "DATABASE_URL": databaseURL, "INVOICE_WORKER_NAME": name,
      "INVOICE_WORKER_LOG_FORMAT": "text",
    ]
    return try WorkerProcess(
      arguments, standardError: standardError ?? openLog(),
      environment: own.merging(environment) { $1 })
  }

  private func openLog() throws -> FileHandle {
    let path = directory.appending(path: "log").path
    // Several processes write to it: each line goes to the end as it is then.
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ConditionNotMet("\(path) cannot be opened") }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}

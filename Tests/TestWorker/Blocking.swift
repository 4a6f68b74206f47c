import Dispatch

/// Runs what waits for another process on a thread that may wait: the tasks' own threads are as few as the
/// cores, and the test's other tasks go on meanwhile.
package func blocking<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
  }
}

import TestSupport
import TestWorker
import Testing

/// Runs a suite's tests on one system with one worker, for tests that do not disturb each other: each uses
/// records and identifiers of its own.
struct SharedSystem: SuiteTrait, TestScoping {
  @concurrent
  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await RunningSystem.run { system in
      try await Self.$current.withValue(system) { try await function() }
    }
  }

  @TaskLocal private static var current: RunningSystem?

  /// The system of the suite that the test belongs to.
  static func system() throws -> RunningSystem {
    guard let current else { throw ConditionNotMet("the suite has no shared system") }
    return current
  }
}

extension Trait where Self == SharedSystem {
  static var sharedSystem: SharedSystem { SharedSystem() }
}

import TestSupport
import TestWorker
import Testing

/// Runs a suite's tests on two systems, one for each store, each with two workers or more: for what must hold whichever
/// the store is. The tests share them, so each uses records and identifiers of its own.
struct BothStores: SuiteTrait, TestScoping {
  var workers = 2
  /// Of the workers, over the defaults.
  var environment: [String: String] = [:]

  @concurrent
  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await RunningSystem.run(options(.sqlite)) { sqlite in
      try await RunningSystem.run(options(.postgreSQL())) { postgreSQL in
        try await Self.$current.withValue((sqlite, postgreSQL)) { try await function() }
      }
    }
  }

  private func options(_ store: TestStore) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.workers = workers
    options.environment = environment
    options.store = store
    return options
  }

  @TaskLocal private static var current: (sqlite: RunningSystem, postgreSQL: RunningSystem)?

  /// The system of the suite that the test belongs to.
  static func system(on store: TestStore) throws -> RunningSystem {
    guard let current else { throw ConditionNotMet("the suite has no shared systems") }
    return switch store {
    case .sqlite: current.sqlite
    case .postgreSQL: current.postgreSQL
    }
  }
}

extension Trait where Self == BothStores {
  static var bothStores: BothStores { BothStores() }

  /// With so many workers, each of whose transactions settles one request: so that requests really meet.
  static func bothStores(workersOneByOne workers: Int) -> BothStores {
    BothStores(
      workers: workers,
      environment: ["INVOICE_WORKER_BATCH_SIZE": "1", "INVOICE_WORKER_PREFETCH": "4"])
  }
}

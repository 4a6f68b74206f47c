internal import Storage

extension DatabaseOpener {
  /// A session on the database with its schema.
  func migrated(for purpose: DatabasePurpose = .processing) throws(StoreError) -> StoreSession {
    _ = try Schema(session(for: .migrating)).migrate()
    return try session(for: purpose)
  }

  func session(for purpose: DatabasePurpose = .processing) throws(StoreError) -> StoreSession {
    try StoreSession(self, for: purpose)
  }
}

/// Runs `body` on that many threads at the same time, each with its number.
func concurrently<Result: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) throws -> Result
) async throws -> [Result] {
  try await withThrowingTaskGroup(of: Result.self) { group in
    for number in 0..<count { group.addTask { try body(number) } }
    var results: [Result] = []
    for try await result in group { results.append(result) }
    return results
  }
}

/// What a caller does about ``StoreError/Kind/contention``: the transaction again, from its start.
func untilUncontended<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result
{
  while true {
    do throws(StoreError) {
      return try body()
    } catch  where error.kind == .contention {
      continue
    }
  }
}

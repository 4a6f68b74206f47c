/// What a test waited for in vain.
package struct ConditionNotMet: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// How long a test waits before it gives up. Only a test that fails waits so long: none may depend on how fast the
/// machine is, or on what else runs on it.
package let patience: Duration = .seconds(180)

/// Looks again and again until there is something to find.
///
/// - Throws: ``ConditionNotMet`` when the time is over; what `probe` throws.
package func eventually<Found>(
  _ what: @autoclosure () -> String, within limit: Duration = patience,
  _ probe: () async throws -> Found?
) async throws -> Found {
  let deadline = ContinuousClock.now + limit
  while true {
    if let found = try await probe() { return found }
    guard ContinuousClock.now < deadline else { throw ConditionNotMet(what()) }
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// Looks again and again until it is so.
package func eventually(
  _ what: @autoclosure () -> String, within limit: Duration = patience,
  _ condition: () async throws -> Bool
) async throws {
  let _: Bool = try await eventually(what(), within: limit) {
    try await condition() ? true : nil
  }
}

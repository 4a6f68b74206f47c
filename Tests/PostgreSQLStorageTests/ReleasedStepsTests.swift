import Digest
import PostgreSQLStorage
import Testing

@testable import Storage

/// A step that has been released has run on databases that exist: what it says must stay as it is. A change of the schema is
/// a new step.
@Suite("Released steps of the schema, PostgreSQL")
struct ReleasedStepsTests {
  /// By version, from 1.
  static let released = [
    ""
  ]

  @Test("No released step is ever changed, and steps are numbered without gaps")
  func unchanged() {
    let steps = Migration.all.map { step in
      SHA256Digest.of(Array(step.statements(for: PostgreSQLDialect()).utf8)).description
    }
    #expect(Migration.all.map(\.version) == Array(1...Int64(Migration.all.count)))
    #expect(Array(steps.prefix(Self.released.count)) == Self.released)
    #expect(steps.count == Self.released.count, "add the hash of each new step")
  }
}

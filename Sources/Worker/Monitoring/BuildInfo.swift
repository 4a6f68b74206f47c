/// Which program a worker is, as it tells whoever watches it.
package struct BuildInfo: Hashable, Sendable {
  package let version: String
  /// Of the sources; what the build was not told is "unknown".
  package let commit: String
  /// The compiler's version.
  package let swift: String

  package init(version: String, commit: String = "unknown", swift: String) {
    self.version = version
    self.commit = commit
    self.swift = swift
  }

  /// Of a worker that runs in another program: a test, a benchmark.
  package static let unknown = BuildInfo(version: "unknown", swift: "unknown")
}

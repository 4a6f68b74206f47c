import Worker

/// Which program this is.
///
/// The commit it was built from is not among it: the package manager passes none to the compiler, and a number that
/// must be set by hand would be wrong one day. The schema's version tells builds between two releases apart.
enum ProgramVersion {
  /// Of the last release, and `-dev` after it.
  static let current = "0.1.0-dev"

  /// The compiler's, as far as is known at compile time.
  static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or newer"
    #else
      "6.3"
    #endif
  }

  /// As a worker tells whoever watches it.
  static var facts: BuildInfo { BuildInfo(version: current, swift: compiler) }

  static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }
}

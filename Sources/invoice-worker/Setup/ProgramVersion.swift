import CBuild
import Worker

/// Which program this is.
enum ProgramVersion {
  /// Of the last release, and `-dev` after it.
  static let current = "0.1.0-dev"

  /// When the manual pages changed last, as they have it.
  static let manualDate = "November 29, 2026"

  /// The commit that it was built from, where whoever built it said so (`INVOICE_WORKER_COMMIT`, which the package's
  /// description hands to the compiler); nil for a build by hand, whose commit nobody could be sure of.
  static let commit: String? = {
    let text = String(cString: invoice_worker_commit())
    return text.isEmpty ? nil : text
  }()

  /// The compiler's, as far as is known at compile time.
  static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or newer"
    #else
      "6.3"
    #endif
  }

  /// As a worker tells whoever watches it.
  static var facts: BuildInfo {
    BuildInfo(version: current, commit: commit ?? "unknown", swift: compiler)
  }

  static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }
}

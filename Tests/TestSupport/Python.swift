package import Foundation

/// What runs the scripts of tests.
package enum Python {
  /// Debian's own.
  package static let system = URL(filePath: "/usr/bin/python3")

  /// The one that has the packages of `compose/requirements.txt`.
  ///
  /// - Throws: ``ConditionNotMet`` where they are not installed.
  package static var withPackages: URL {
    get throws {
      let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      let program = tests.deletingLastPathComponent().appending(path: ".build/python/bin/python3")
      guard FileManager.default.isExecutableFile(atPath: program.path) else {
        throw ConditionNotMet("compose/test.sh installs the packages of compose/requirements.txt")
      }
      return program
    }
  }
}

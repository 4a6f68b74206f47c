import Foundation

/// The targets and their dependencies as the package itself describes them (`swift package dump-package`), so that no
/// test keeps a copy of `Package.swift`.
struct PackageDescription: Decodable {
  struct Target: Decodable {
    struct Dependency: Decodable {
      /// Names and conditions; the name of the target comes first.
      let byName: [String?]?
    }

    let name: String
    /// "system", "regular", "executable" or "test".
    let type: String
    /// nil where it is the usual one.
    let path: String?
    let dependencies: [Dependency]

    var dependencyNames: Set<String> {
      Set(dependencies.compactMap { $0.byName?.first ?? nil })
    }

    /// The folder of its sources, relative to the package.
    var folder: String { path ?? (type == "test" ? "Tests/\(name)" : "Sources/\(name)") }
  }

  let targets: [Target]

  /// Described once for all tests.
  static let ofThisPackage = Result { try describe() }

  private static func describe() throws -> PackageDescription {
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "invoice-worker-description-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let output = scratch.appending(path: "package.json")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    // A scratch directory of its own: the package's is locked while `swift test` runs. Nothing is fetched, for the
    // package depends on none.
    process.arguments = [
      "swift", "package", "--package-path", SourceTree.root.path, "--scratch-path", scratch.path,
      "--disable-sandbox", "--manifest-cache", "none", "dump-package",
    ]
    var environment = ProcessInfo.processInfo.environment
    // All targets, also where only some of the tests were built.
    environment["INVOICE_WORKER_TEST_TARGETS"] = nil
    process.environment = environment
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw NotDescribed(status: process.terminationStatus)
    }
    return try JSONDecoder().decode(PackageDescription.self, from: Data(contentsOf: output))
  }

  struct NotDescribed: Error {
    let status: Int32
  }
}

extension PackageDescription {
  /// What each target depends on, directly.
  var dependencies: [String: Set<String>] {
    Dictionary(uniqueKeysWithValues: targets.map { ($0.name, $0.dependencyNames) })
  }

  /// The targets of the product, without those of the system's libraries.
  var productTargets: [Target] {
    targets.filter { $0.folder.hasPrefix("Sources/") && $0.type != "system" }
  }
}

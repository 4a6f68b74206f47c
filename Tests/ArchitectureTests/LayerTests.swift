import Foundation
import Testing

/// Holds the arrows between the targets: they point down, every import follows one of them, and the invariants of
/// <doc:Architecture#Code-map> are not undone by one more dependency.
@Suite("Layers")
struct LayerTests {
  /// What a target may never reach, along any number of arrows.
  static let outOfReach: [(targets: Set<String>, mayNotReach: Set<String>)] = [
    // Values and plans know neither wire nor database, and infrastructure knows nothing of billing.
    (
      [
        "CivilTime", "Monetary", "JSON", "Digest", "ZoneData", "AMQP", "SQLite", "PostgreSQL",
        "Curl", "HTTP", "Mail", "Zip", "Metrics", "HTTPServer",
      ],
      [
        "Billing", "Messages", "UBL", "Tax", "Storage", "SQLiteStorage", "PostgreSQLStorage",
        "Worker",
      ]
    ),
    (
      ["CivilTime", "Monetary", "Billing"],
      [
        "AMQP", "JSON", "Digest", "SQLite", "PostgreSQL", "ZoneData", "HTTP", "Mail", "Zip",
        "HTTPServer",
      ]
    ),
    (["Billing"], ["Messages", "UBL", "Pages", "Tax", "Storage", "Worker"]),
    // An engine is asked outside of every transaction: what asks knows of no database.
    (
      ["Tax"],
      ["AMQP", "Messages", "Storage", "SQLite", "PostgreSQL", "UBL", "Worker", "ZoneData", "Mail"]
    ),
    (
      ["Messages", "UBL"],
      ["AMQP", "Storage", "SQLite", "PostgreSQL", "Worker", "ZoneData", "HTTP", "Mail", "Tax"]
    ),
    (
      ["Storage", "SQLiteStorage", "PostgreSQLStorage"],
      ["AMQP", "Messages", "UBL", "Worker", "ZoneData", "HTTP", "Mail", "Tax"]
    ),
    (["Storage"], ["SQLite", "PostgreSQL"]),
    // The runtime is given its store.
    (
      ["Worker"],
      ["SQLite", "SQLiteStorage", "PostgreSQL", "PostgreSQLStorage", "UBL", "Pages", "Zip"]
    ),
    // The contract is made of the wire and the topology alone, without a database or files.
    (
      ["Contract"],
      ["SQLite", "SQLiteStorage", "PostgreSQL", "PostgreSQLStorage", "UBL", "Pages", "Zip"]
    ),
    (["Worker", "Messages", "Storage", "benchmark"], ["Contract"]),
    // The operators' page is made of values: what it shows was read, and what it does is sent, by the program.
    (
      ["Web"],
      [
        "AMQP", "HTTP", "HTTPServer", "Mail", "Pages", "PostgreSQL", "PostgreSQLStorage", "SQLite",
        "SQLiteStorage", "Tax", "UBL", "Worker", "ZoneData", "Zip",
      ]
    ),
    // A page is made of values alone.
    (
      ["Pages", "invoice-documents"],
      [
        "AMQP", "HTTP", "Mail", "Messages", "Storage", "SQLite", "PostgreSQL", "Tax", "UBL",
        "Worker", "ZoneData", "Zip",
      ]
    ),
    // What draws PDF is in a process of its own.
    (["invoice-worker", "benchmark"], ["CPango", "CQPDF"]),
  ]

  /// What may be imported from outside the project, and by whom. The pure layers import nothing.
  static let outside: [String: Set<String>] = [
    "AMQP": ["Glibc", "Synchronization"],
    "HTTP": ["Glibc", "Synchronization"],
    "Mail": ["Dispatch", "Glibc", "Synchronization"],
    "Tax": ["Synchronization"],
    "SQLite": ["Glibc"],
    "Zip": ["Glibc"],
    "Metrics": ["Synchronization"],
    "Traces": ["Synchronization"],
    "HTTPServer": ["Glibc", "Synchronization"],
    "PostgreSQL": ["Glibc"],
    "CivilTime": ["Glibc"],
    "SQLiteStorage": ["Glibc", "Synchronization"],
    "PostgreSQLStorage": ["Glibc"],
    "Worker": ["Dispatch", "Glibc", "Synchronization"],
    "invoice-documents": ["Glibc"],
    "invoice-worker": ["Dispatch", "Glibc", "Synchronization"],
    "benchmark": ["Dispatch", "Glibc", "Synchronization"],
  ]

  private static func graph() throws -> DirectedGraph {
    DirectedGraph(arrows: try PackageDescription.ofThisPackage.get().dependencies)
  }

  @Test("The targets form no circle")
  func arrowsPointDown() throws {
    let graph = try Self.graph()
    #expect(graph.circles == [])
    #expect(graph.arrows.count > 40, "the targets are found at all")
    #expect(DirectedGraph(arrows: ["a": ["b"], "b": ["c"], "c": ["b"]]).circles == [["b", "c"]])
  }

  @Test("No target reaches what its layer knows nothing of")
  func layersAreKept() throws {
    let package = try PackageDescription.ofThisPackage.get()
    let graph = try Self.graph()
    let names = Set(package.targets.map(\.name))
    for rule in Self.outOfReach {
      #expect(names.isSuperset(of: rule.targets.union(rule.mayNotReach)))
      for target in rule.targets {
        let reached = graph.reachable(from: target).intersection(rule.mayNotReach)
        #expect(reached.isEmpty, "\(target) reaches \(reached.sorted())")
      }
    }
    let tests = Set(package.targets.filter { $0.folder.hasPrefix("Tests/") }.map(\.name))
    for target in package.productTargets {
      #expect(graph.reachable(from: target.name).isDisjoint(with: tests), "\(target.name)")
    }
  }

  @Test("A folder of Sources is a target, and the other way round")
  func targetsHaveFolders() throws {
    let described = try PackageDescription.ofThisPackage.get().targets.map(\.folder)
      .filter { $0.hasPrefix("Sources/") }.map { String($0.dropFirst("Sources/".count)) }
    #expect(described.sorted() == SourceTree.targets)
  }

  @Test(
    "Imports and dependencies are the same, and the system's modules are imported where they may be"
  )
  func importsAreDeclared() throws {
    let package = try PackageDescription.ofThisPackage.get()
    let names = Set(package.targets.map(\.name))
    for target in package.targets where target.type != "system" {
      var imported: Set<String> = []
      for file in try SourceTree.files(below: target.folder, ending: ".swift") {
        imported.formUnion(file.imports)
        for module in file.imports where !Self.mayImport(module, target, of: names) {
          Issue.record("\(file.path) imports \(module), which \(target.name) may not")
        }
      }
      // A program is needed beside the tests that run it, not imported by all of them.
      let unused = target.dependencyNames.subtracting(imported.map { Self.moduleName($0) })
        .subtracting(["invoice-documents", "invoice-worker"])
      #expect(unused.isEmpty, "\(target.name) depends on \(unused.sorted()) and imports none of it")
    }
  }

  private static func mayImport(
    _ module: String, _ target: PackageDescription.Target, of names: Set<String>
  ) -> Bool {
    let name = moduleName(module)
    if names.contains(name) { return target.dependencyNames.contains(name) }
    return !target.folder.hasPrefix("Sources/") || outside[target.name]?.contains(module) ?? false
  }

  /// The target of a module: only the program's differ.
  private static func moduleName(_ module: String) -> String {
    module == "invoice_worker" ? "invoice-worker" : module
  }

  @Test("No folder is a drawer for everything")
  func foldersSayWhatTheyHold() throws {
    let drawers: Set<String> = [
      "Utils", "Utilities", "Helpers", "Models", "Managers", "Common", "Misc", "Shared", "Types",
    ]
    for target in SourceTree.targets {
      for file in try SourceTree.swiftFiles(of: target) {
        let folders = Set(file.path.split(separator: "/").dropLast().map(String.init))
        #expect(folders.isDisjoint(with: drawers), "\(file.path)")
      }
    }
  }

  @Test("Unchecked sendability comes with its proof")
  func uncheckedIsExplained() throws {
    for target in SourceTree.targets {
      for file in try SourceTree.swiftFiles(of: target) {
        for (index, line) in file.lines.enumerated() where line.contains("@unchecked Sendable") {
          let above = file.lines[max(0, index - 12)...index]
          #expect(above.contains { $0.contains("//") }, "\(file.path):\(index + 1) gives no proof")
        }
      }
    }
  }
}

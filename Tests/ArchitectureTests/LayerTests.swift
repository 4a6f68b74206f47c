import Foundation
import Testing

/// Holds the arrows between the targets: what a file imports must be allowed for its layer, and an arrow
/// only ever points down.
@Suite("Layers")
struct LayerTests {
  /// What each target may import of the project. A target that is not named here fails the test.
  static let allowed: [String: Set<String>] = [
    "CRabbitMQ": [], "CSQLite": [], "CPostgreSQL": [], "CCrypto": [], "CXML": [], "CMemory": [],
    "CAllocations": [],
    "AMQP": ["CRabbitMQ"],
    "SQLite": ["CSQLite"],
    "PostgreSQL": ["CPostgreSQL"],
    "Digest": ["CCrypto"],
    "JSON": [],
    "CivilTime": [],
    "Monetary": [],
    "Billing": ["CivilTime", "Monetary"],
    "Messages": ["Billing", "CivilTime", "Monetary", "JSON", "Digest"],
    "UBL": ["CXML", "Digest", "JSON", "Messages", "Monetary"],
    "Storage": ["Billing", "CivilTime", "Monetary"],
    "SQLiteStorage": ["CivilTime", "JSON", "Monetary", "SQLite", "Storage"],
    "PostgreSQLStorage": ["CivilTime", "Monetary", "PostgreSQL", "Storage"],
    "Worker": [
      "AMQP", "Billing", "CivilTime", "Digest", "JSON", "Messages", "Monetary", "Storage",
    ],
    "invoice-worker": [
      "AMQP", "Billing", "CMemory", "CivilTime", "Digest", "JSON", "Messages", "Monetary",
      "PostgreSQLStorage", "SQLiteStorage", "Storage", "UBL", "Worker",
    ],
    "benchmark": [
      "AMQP", "Billing", "CAllocations", "CivilTime", "JSON", "Messages", "Monetary",
      "SQLiteStorage", "Storage",
      "Worker",
    ],
  ]

  /// What may be imported from outside the project, and by whom. The pure layers import nothing.
  static let outside: [String: Set<String>] = [
    "AMQP": ["Glibc", "Synchronization"],
    "SQLite": ["Glibc"],
    "PostgreSQL": ["Glibc"],
    "CivilTime": ["Glibc"],
    "SQLiteStorage": ["Glibc", "Synchronization"],
    "PostgreSQLStorage": ["Glibc"],
    "Worker": ["Dispatch", "Glibc", "Synchronization"],
    "invoice-worker": ["Dispatch", "Glibc", "Synchronization"],
    "benchmark": ["Dispatch", "Glibc", "Synchronization"],
  ]

  @Test("Every import is allowed for its layer", arguments: SourceTree.targets)
  func importsAreAllowed(target: String) throws {
    let mayImport = try #require(
      Self.allowed[target], "\(target) is in no layer: add it to this table")
    let fromOutside = Self.outside[target] ?? []
    for file in try SourceTree.swiftFiles(of: target) {
      for module in file.imports where !mayImport.contains(module) && !fromOutside.contains(module)
      {
        Issue.record("\(file.path) imports \(module), which \(target) may not")
      }
    }
  }

  @Test("The table has no cycle, so every arrow points down")
  func arrowsPointDown() {
    var settled: Set<String> = []
    var open = Self.allowed
    while !open.isEmpty {
      let bottom = open.filter { $0.value.isSubset(of: settled) }.map(\.key)
      guard !bottom.isEmpty else {
        Issue.record("a cycle among \(open.keys.sorted())")
        return
      }
      settled.formUnion(bottom)
      for target in bottom { open[target] = nil }
    }
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

  @Test("No file outgrows its one type", arguments: SourceTree.targets)
  func filesStaySmall(target: String) throws {
    for file in try SourceTree.swiftFiles(of: target) {
      #expect(file.lineCount <= 400, "\(file.path) has \(file.lineCount) lines: split it")
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

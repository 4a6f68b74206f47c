import Foundation

/// The sample's documents, and others made of them in a directory of a test's own.
struct IngestFiles {
  private let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(
      path: "ingest-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: directory) }

  let invoice = Self.sample("invoice.xml")
  let creditNote = Self.sample("credit-note.xml")
  let requests = Self.sample("invoices.ndjson")

  private static func sample(_ name: String) -> String {
    URL(filePath: BrokerCommandTests.sample).deletingLastPathComponent().appending(path: name).path
  }

  func path(_ name: String) -> String { directory.appending(path: name).path }

  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: path(name)))
    return path(name)
  }

  /// The sample invoice, changed.
  func invoice(_ name: String, _ change: (String) -> String) throws -> String {
    try write(name, change(try String(contentsOfFile: invoice, encoding: .utf8)))
  }
}

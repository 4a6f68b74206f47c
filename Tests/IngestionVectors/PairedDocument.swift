import Foundation

/// One document in both syntaxes of EN 16931, with every business term of it that is kept.
package struct PairedDocument: Sendable, CustomStringConvertible {
  package let name: String

  package static let all = ["invoice", "credit-note"].map { PairedDocument(name: $0) }

  package var description: String { name }

  package func ubl() throws -> String { try text("ubl") }

  package func cii() throws -> String { try text("cii") }

  private func text(_ syntax: String) throws -> String {
    let file = Bundle.module.bundleURL.appendingPathComponent("Pairs/\(name).\(syntax).xml")
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}

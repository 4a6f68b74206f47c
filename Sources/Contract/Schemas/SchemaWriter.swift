package import JSON
import Messages

/// Writes JSON Schema from the tables of fields. What it writes means the same in draft 07 and in 2020-12; only the place of
/// shared schemas differs.
package struct SchemaWriter {
  package enum Dialect: Sendable {
    /// A schema by itself.
    case draft2020
    /// Within an AsyncAPI document, whose schemas are a superset of draft 07.
    case asyncAPI

    var definitionsPointer: String {
      switch self {
      case .draft2020: "#/$defs/"
      case .asyncAPI: "#/components/schemas/"
      }
    }
  }

  package let dialect: Dialect
  /// The schemas that others refer to, in order of first use.
  package private(set) var definitions: [(name: String, value: JSONTree)] = []

  package init(_ dialect: Dialect) {
    self.dialect = dialect
  }

  /// A reference to a shared schema, which is made at its first use.
  mutating func reference(
    to name: String, _ make: (inout SchemaWriter) -> JSONTree
  ) -> JSONTree {
    if !definitions.contains(where: { $0.name == name }) {
      let index = definitions.count
      // A schema that refers to itself finds its place taken.
      definitions.append((name, .null))
      definitions[index].value = make(&self)
    }
    return ["$ref": .string(dialect.definitionsPointer + name)]
  }
}

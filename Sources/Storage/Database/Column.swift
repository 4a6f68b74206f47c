/// A column of a ``Table``.
package struct Column: Hashable, Sendable {
  package let name: String
  package let type: ColumnType

  package init(_ name: String, _ type: ColumnType) {
    self.name = name
    self.type = type
  }
}

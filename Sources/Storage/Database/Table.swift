/// A table as statements write and read it: every row is its columns' values in this order.
///
/// The same value makes the column list of a query, of a bulk insertion and of the decoding, so
/// that the three cannot drift apart. Constraints and indexes are the migrations' business.
package struct Table: Hashable, Sendable {
  package let name: String
  /// The columns that identify a row.
  package let key: [String]
  package let columns: [Column]

  package init(_ name: String, key: [String], _ columns: [Column]) {
    self.name = name
    self.key = key
    self.columns = columns
  }

  /// `a, b, c`, or `t.a, t.b, t.c` for an alias.
  func columnList(alias: String? = nil) -> String {
    columns.map { column in alias.map { "\($0).\(column.name)" } ?? column.name }
      .joined(separator: ", ")
  }
}

/// A table as statements write and read it: every row is its columns' values in this order.
///
/// The same value makes the column list of a query, of a bulk insertion and of the decoding, so
/// that the three cannot drift apart. Constraints and indexes are the migrations' business.
package struct Table: Hashable, Sendable {
  package let name: String
  /// The columns that identify a row.
  package let key: [String]
  package let columns: [Column]
  /// `a, b, c`: made once, for every query names them.
  let columnNames: String

  package init(_ name: String, key: [String], _ columns: [Column]) {
    self.name = name
    self.key = key
    self.columns = columns
    columnNames = columns.map(\.name).joined(separator: ", ")
  }

  /// `a, b, c`, or `t.a, t.b, t.c` for an alias.
  func columnList(alias: String? = nil) -> String {
    guard let alias else { return columnNames }
    return columns.map { "\(alias).\($0.name)" }.joined(separator: ", ")
  }
}

internal import PostgreSQL
internal import Storage

/// A bulk write as statements of one session: rows as arrays, one parameter for each column, but a value that all rows have in a
/// column as itself. Of a batch's invoices and lines that is half of the columns, most of them null: sent, taken apart and put
/// together again row by row, they cost both sides as much as the others.
///
/// Which columns those are differs from batch to batch, and each choice is a statement of its own, to be prepared. So a column
/// that once differs between rows stays an array, until after ``usesOfChoice`` batches it is chosen again. What is prepared is bounded
/// by that, whatever the batches hold.
struct BulkStatement {
  private let write: BulkWrite
  /// By column: whether all rows have had the same value.
  private var isShared: [Bool]
  private var text: String
  private var usesLeft = 0
  /// Of a single row, whose values are all themselves.
  private var textOfOneRow: String?

  /// Rows from which on columns are chosen: of few rows more are alike than will be.
  private static let leastRows = 16
  private static let usesOfChoice = 1_000

  init(_ write: BulkWrite) {
    self.write = write
    isShared = Array(repeating: false, count: write.columns.count)
    text = write.rendered(for: PostgreSQLDialect())
  }

  /// The statement for these rows, of which there is one at least, with its parameters.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` when the values are no whole rows, or
  ///   one is not of its column's type.
  mutating func rendered(
    for rows: RowBuffer
  ) throws(StoreError) -> (text: String, parameters: PostgreSQLParameters) {
    let count = write.columns.count
    guard count > 0, rows.values.count.isMultiple(of: count) else {
      throw StoreError(.fault, "\(rows.values.count) values are no whole rows of \(count) columns")
    }
    if rows.values.count == count {
      let all = Array(repeating: true, count: count)
      let text = textOfOneRow ?? write.rendered(for: PostgreSQLDialect(sharing: all))
      textOfOneRow = text
      return (text, try PostgreSQLParameters(rows, of: write.columns, sharing: all))
    }
    choose(for: rows)
    return (text, try PostgreSQLParameters(rows, of: write.columns, sharing: isShared))
  }

  /// Several rows need an array at least, for its length says how many they are.
  private mutating func choose(for rows: RowBuffer) {
    let count = write.columns.count
    var chosen = isShared
    if usesLeft == 0, rows.values.count / count >= Self.leastRows {
      chosen = Array(repeating: true, count: count)
      chosen[0] = false
      usesLeft = Self.usesOfChoice
    }
    usesLeft = max(0, usesLeft - 1)
    for column in chosen.indices where chosen[column] {
      chosen[column] = rows.isSame(in: column, of: count)
    }
    guard chosen != isShared else { return }
    isShared = chosen
    text = write.rendered(for: PostgreSQLDialect(sharing: chosen))
  }
}

extension RowBuffer {
  /// Whether all rows of so many columns have the same value in this one.
  fileprivate func isSame(in column: Int, of columns: Int) -> Bool {
    guard let first = values.dropFirst(column).first else { return true }
    return stride(from: column + columns, to: values.count, by: columns)
      .allSatisfy { values[$0] == first }
  }
}

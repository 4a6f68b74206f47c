internal import CivilTime
internal import Monetary
internal import SQLite
internal import Storage

/// A running query and its current row. Owns the loan of its statement: a class, so that a row can be
/// handed over as an existential while the statement stays where it is.
final class SQLiteRow: DatabaseRow {
  private let statement: SQLiteStatement

  init(_ statement: consuming SQLiteStatement) {
    self.statement = statement
  }

  func bind(_ values: ArraySlice<SQLValue>) throws(StoreError) {
    try statement.bind(values)
  }

  func step() throws(StoreError) -> Bool {
    do throws(SQLiteError) { return try statement.step() } catch { throw StoreError(error) }
  }

  func rewind() {
    statement.rewind()
  }

  func isNull(at index: Int) throws(StoreError) -> Bool {
    do throws(SQLiteError) { return try statement.isNull(at: index) } catch {
      throw StoreError(error)
    }
  }

  func integer(at index: Int) throws(StoreError) -> Int64 {
    do throws(SQLiteError) { return try statement.int64(at: index) } catch {
      throw StoreError(error)
    }
  }

  func boolean(at index: Int) throws(StoreError) -> Bool {
    do throws(SQLiteError) { return try statement.bool(at: index) } catch {
      throw StoreError(error)
    }
  }

  func text(at index: Int) throws(StoreError) -> String {
    do throws(SQLiteError) { return try statement.text(at: index) } catch {
      throw StoreError(error)
    }
  }

  func bytes(at index: Int) throws(StoreError) -> [UInt8] {
    do throws(SQLiteError) { return try statement.blob(at: index) } catch {
      throw StoreError(error)
    }
  }

  func date(at index: Int) throws(StoreError) -> CivilDate {
    try parsed("date", at: index) { CivilDate(iso8601: $0) }
  }

  func instant(at index: Int) throws(StoreError) -> UTCInstant {
    try parsed("instant", at: index) { UTCInstant(rfc3339: $0) }
  }

  func decimal(at index: Int) throws(StoreError) -> ExactDecimal {
    try parsed("decimal", at: index) { ExactDecimal(utf8: $0) }
  }

  /// Reads a value from its text without a string in between.
  private func parsed<Value>(
    _ what: String, at index: Int, _ parse: (Span<UInt8>) -> Value?
  ) throws(StoreError) -> Value {
    let value: Value?
    do throws(SQLiteError) {
      value = try statement.withUTF8(at: index, parse)
    } catch {
      throw StoreError(error)
    }
    guard let value else { throw StoreError(.fault, "column \(index) of a row holds no \(what)") }
    return value
  }
}

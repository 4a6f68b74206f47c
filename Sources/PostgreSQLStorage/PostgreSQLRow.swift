internal import CivilTime
internal import Monetary
internal import PostgreSQL
internal import Storage

/// The rows of a result, one after the other: one object for all of them.
final class PostgreSQLRow: DatabaseRow {
  private let result: PostgreSQLResult
  private var row = 0

  init(_ result: PostgreSQLResult) {
    self.result = result
  }

  func forEach(_ body: (any DatabaseRow) throws(StoreError) -> Void) throws(StoreError) {
    while row < result.rowCount {
      try body(self)
      row += 1
    }
  }

  func isNull(at index: Int) throws(StoreError) -> Bool {
    do throws(PostgreSQLError) { return try result.isNull(row, index) } catch {
      throw StoreError(error)
    }
  }

  func integer(at index: Int) throws(StoreError) -> Int64 {
    do throws(PostgreSQLError) { return try result.int64(row, index) } catch {
      throw StoreError(error)
    }
  }

  func boolean(at index: Int) throws(StoreError) -> Bool {
    do throws(PostgreSQLError) { return try result.bool(row, index) } catch {
      throw StoreError(error)
    }
  }

  func text(at index: Int) throws(StoreError) -> String {
    do throws(PostgreSQLError) { return try result.text(row, index) } catch {
      throw StoreError(error)
    }
  }

  func bytes(at index: Int) throws(StoreError) -> [UInt8] {
    do throws(PostgreSQLError) { return try result.bytea(row, index) } catch {
      throw StoreError(error)
    }
  }

  func date(at index: Int) throws(StoreError) -> CivilDate {
    do throws(PostgreSQLError) {
      return CivilDate(daysSince1970: try result.date(row, index))
    } catch {
      throw StoreError(error)
    }
  }

  func instant(at index: Int) throws(StoreError) -> UTCInstant {
    do throws(PostgreSQLError) {
      return UTCInstant(microsecondsSince1970: try result.timestamp(row, index))
    } catch {
      throw StoreError(error)
    }
  }

  func decimal(at index: Int) throws(StoreError) -> ExactDecimal {
    let value: ExactDecimal?
    do throws(PostgreSQLError) {
      value = try result.withUTF8(row, index) { ExactDecimal(utf8: $0) }
    } catch {
      throw StoreError(error)
    }
    guard let value else { throw StoreError(.fault, "column \(index) of a row holds no decimal") }
    return value
  }
}

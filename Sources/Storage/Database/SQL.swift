package import Billing
package import CivilTime

/// A statement written once for every database, by interpolation.
///
/// ```swift
/// let due: SQL = "SELECT \(columns: .billingSchedule) FROM billing_schedule WHERE account_id \(anyOf: ids)"
/// ```
///
/// An interpolated value becomes a bound parameter, never text of the statement: there is no way to
/// put a string from outside into the text. What the databases spell differently stands as a piece
/// that the ``Dialect`` renders.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
  enum Piece: Hashable, Sendable {
    case text(String)
    case value(SQLValue)
    case anyOf(SQLValue)
    case rowLock(RowLock)
  }

  var pieces: [Piece]

  package init(stringLiteral text: String) {
    pieces = [.text(text)]
  }

  package init(stringInterpolation: StringInterpolation) {
    pieces = stringInterpolation.pieces
  }

  /// The statement's text for one database, and its values in the order of their parameters.
  package func rendered(for dialect: some Dialect) -> (text: String, values: [SQLValue]) {
    var text = ""
    var values: [SQLValue] = []
    for piece in pieces {
      switch piece {
      case .text(let part):
        text += part
      case .value(let value):
        values.append(value)
        text += dialect.placeholder(values.count)
      case .anyOf(let set):
        values.append(set)
        text += dialect.membership(dialect.placeholder(values.count))
      case .rowLock(let lock):
        text += dialect.clause(lock)
      }
    }
    return (text, values)
  }

  /// The same statement, answering the same rows whoever holds them.
  var withoutLocks: SQL {
    var statement = self
    statement.pieces.removeAll { if case .rowLock = $0 { true } else { false } }
    return statement
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var pieces: [Piece] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      pieces.reserveCapacity(2 * interpolationCount + 1)
    }

    package mutating func appendLiteral(_ literal: String) {
      pieces.append(.text(literal))
    }

    package mutating func appendInterpolation(_ value: String) {
      pieces.append(.value(.text(value)))
    }

    package mutating func appendInterpolation(_ value: Int64) {
      pieces.append(.value(.integer(value)))
    }

    package mutating func appendInterpolation(_ value: Int) {
      pieces.append(.value(.integer(Int64(value))))
    }

    package mutating func appendInterpolation(_ value: Bool) {
      pieces.append(.value(.boolean(value)))
    }

    package mutating func appendInterpolation(_ value: CivilDate) {
      pieces.append(.value(.date(value)))
    }

    package mutating func appendInterpolation(_ value: UTCInstant) {
      pieces.append(.value(.instant(value)))
    }

    package mutating func appendInterpolation<Record>(_ id: RecordID<Record>) {
      pieces.append(.value(.text(id.text)))
    }

    /// A predicate that what stands before it is one of these.
    package mutating func appendInterpolation(anyOf ids: some Sequence<String>) {
      pieces.append(.anyOf(.texts(Array(ids))))
    }

    package mutating func appendInterpolation<Record>(
      anyOf ids: some Sequence<RecordID<Record>>
    ) {
      // Not by a key path: here it would be made anew each time, for it depends on the kind of record.
      pieces.append(.anyOf(.texts(ids.map { $0.text })))
    }

    package mutating func appendInterpolation(anyOf ids: some Sequence<Int64>) {
      pieces.append(.anyOf(.integers(Array(ids))))
    }

    /// A table's name.
    package mutating func appendInterpolation(table: Table) {
      pieces.append(.text(table.name))
    }

    /// The columns of a table, in the order in which a ``RowDecoder`` reads them.
    package mutating func appendInterpolation(columns table: Table, of alias: String? = nil) {
      pieces.append(.text(table.columnList(alias: alias)))
    }

    /// The sums of integer columns over the rows that a query groups; 0 for none.
    package mutating func appendInterpolation(sums columns: [Column]) {
      // Where a sum is of a wider type than what it sums, it is made as narrow again.
      let sums = columns.map { "CAST(coalesce(sum(\($0.name)), 0) AS bigint)" }
      pieces.append(.text(sums.joined(separator: ", ")))
    }

    /// A part of the statement, with its values.
    package mutating func appendInterpolation(_ part: SQL) {
      pieces.append(contentsOf: part.pieces)
    }

    /// `WHERE` and the conditions that are given, with a space before it; nothing where none is.
    package mutating func appendInterpolation(where conditions: SQL?...) {
      appendInterpolation(where: conditions)
    }

    package mutating func appendInterpolation(where conditions: [SQL?]) {
      for (index, condition) in conditions.compactMap(\.self).enumerated() {
        appendLiteral(index == 0 ? " WHERE " : " AND ")
        appendInterpolation(condition)
      }
    }

    package mutating func appendInterpolation(_ lock: RowLock) {
      pieces.append(.rowLock(lock))
    }
  }
}

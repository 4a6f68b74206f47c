package import Billing
package import CivilTime
package import Monetary

/// The rows of a ``BulkWrite``, one value after the other in the order of its columns: one
/// allocation for all of them.
package struct RowBuffer: Sendable {
  package private(set) var values: [SQLValue] = []

  package init() {}

  package init(rows: Int, of columns: Int) {
    values.reserveCapacity(rows * columns)
  }

  package var isEmpty: Bool { values.isEmpty }

  package mutating func append(_ value: SQLValue) { values.append(value) }

  package mutating func append(_ value: String?) {
    values.append(value.map(SQLValue.text) ?? .null)
  }

  package mutating func append(_ value: Int64?) {
    values.append(value.map(SQLValue.integer) ?? .null)
  }

  package mutating func append(_ value: Int) { values.append(.integer(Int64(value))) }

  package mutating func append(_ value: Int?) {
    values.append(value.map { .integer(Int64($0)) } ?? .null)
  }

  package mutating func append(_ value: Bool) { values.append(.boolean(value)) }

  package mutating func append(_ value: CivilDate?) {
    values.append(value.map(SQLValue.date) ?? .null)
  }

  package mutating func append(_ value: UTCInstant?) {
    values.append(value.map(SQLValue.instant) ?? .null)
  }

  package mutating func append(_ value: ExactDecimal) {
    values.append(.decimal(value.description))
  }

  /// Not by `Optional.map`, as for ``append(_:)-(Money?)``.
  package mutating func append(_ value: ExactDecimal?) {
    guard let value else {
      values.append(.null)
      return
    }
    append(value)
  }

  package mutating func append(_ value: Money) {
    values.append(.decimal(value.decimalText))
  }

  /// Not by `Optional.map`: in a debug build of Swift 6.3 on x86-64 the closure reads the amount's
  /// 16-byte integer from a stack slot that is aligned to 8, which ends the process.
  package mutating func append(_ value: Money?) {
    guard let value else {
      values.append(.null)
      return
    }
    append(value)
  }

  package mutating func append(_ value: [UInt8]?) {
    values.append(value.map(SQLValue.bytes) ?? .null)
  }

  package mutating func append<Record>(_ id: RecordID<Record>?) {
    values.append(id.map { .text($0.text) } ?? .null)
  }

  package mutating func append(_ value: some RawRepresentable<String>) {
    values.append(.text(value.rawValue))
  }

  package mutating func append(_ address: Address?) {
    append(address?.street)
    append(address?.city)
    append(address?.postalCode)
    append(address?.state)
    append(address?.country)
  }
}

internal import CivilTime
internal import PostgreSQL
internal import Storage

extension PostgreSQLParameters {
  /// The rows of a bulk write, whole rows and one at least: of the columns that they share the value, of the others an array.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` when a value is not of its column's type.
  init(
    _ rows: RowBuffer, of columns: [Column], sharing isShared: [Bool]
  ) throws(StoreError) {
    self.init()
    for (place, column) in columns.enumerated() {
      var isTaken = true
      if isShared[place] {
        isTaken = append(rows.values[place], of: column.type)
      } else {
        var array = PostgreSQLArray(column.type.element)
        array.reserve(
          elements: rows.values.count / columns.count, bytesEach: column.type.usualSize)
        for index in stride(from: place, to: rows.values.count, by: columns.count) where isTaken {
          isTaken = array.append(rows.values[index], of: column.type)
        }
        append(array)
      }
      guard isTaken else {
        throw StoreError(.fault, "a value of another type for the column \(column.name)")
      }
    }
  }

  /// - Returns: false for a value of another type.
  private mutating func append(_ value: SQLValue, of type: ColumnType) -> Bool {
    guard value.isOf(type) else { return false }
    append(value)
    return true
  }
}

extension SQLValue {
  /// Whether a column of this type takes it.
  fileprivate func isOf(_ type: ColumnType) -> Bool {
    switch (type, self) {
    case (_, .null), (.identifier, .text), (.text, .text), (.decimal, .decimal),
      (.integer, .integer), (.boolean, .boolean), (.date, .date), (.instant, .instant),
      (.bytes, .bytes):
      true
    default: false
    }
  }
}

extension ColumnType {
  fileprivate var element: PostgreSQLArray.ElementType {
    switch self {
    case .identifier, .text: .text
    case .integer: .int8
    case .boolean: .bool
    case .date: .date
    case .instant: .timestamptz
    case .decimal: .numeric
    case .bytes: .bytea
    }
  }

  /// Bytes to reserve for a value.
  fileprivate var usualSize: Int {
    switch self {
    case .identifier, .text, .bytes: 32
    case .integer, .instant: 8
    case .boolean: 1
    case .date: 4
    case .decimal: 14
    }
  }
}

extension PostgreSQLArray {
  /// - Returns: false for a value of another type.
  fileprivate mutating func append(_ value: SQLValue, of type: ColumnType) -> Bool {
    switch (type, value) {
    case (_, .null): appendNull()
    case (.identifier, .text(let text)), (.text, .text(let text)): append(text)
    case (.decimal, .decimal(let text)): append(text)
    case (.integer, .integer(let integer)): append(integer)
    case (.boolean, .boolean(let boolean)): append(boolean)
    case (.date, .date(let date)): append(date: date.daysSince1970)
    case (.instant, .instant(let instant)): append(timestamp: instant.microsecondsSince1970)
    case (.bytes, .bytes(let bytes)): append(bytes: bytes)
    default: return false
    }
    return true
  }
}

internal import CivilTime
internal import PostgreSQL
internal import Storage

/// The rows of a bulk write turned into one array for each column.
struct ColumnArrays {
  private var arrays: [PostgreSQLArray]

  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` when the values are no whole rows, or
  ///   one is not of its column's type.
  init(_ rows: RowBuffer, of columns: [Column]) throws(StoreError) {
    let count = columns.count
    guard count > 0, rows.values.count.isMultiple(of: count) else {
      throw StoreError(.fault, "\(rows.values.count) values are no whole rows of \(count) columns")
    }
    arrays = []
    arrays.reserveCapacity(count)
    // In place: a value that is taken out counts what it refers to once more.
    let values = rows.values.span
    for (place, column) in columns.enumerated() {
      var array = PostgreSQLArray(column.type.element)
      array.reserve(elements: values.count / count, bytesEach: column.type.usualSize)
      for index in stride(from: place, to: values.count, by: count) {
        guard array.append(values[index], of: column.type) else {
          throw StoreError(.fault, "a value of another type for the column \(column.name)")
        }
      }
      arrays.append(array)
    }
  }

  var parameters: PostgreSQLParameters {
    var parameters = PostgreSQLParameters()
    for array in arrays { parameters.append(array) }
    return parameters
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

/// A one-dimensional array as one parameter, for `unnest`: a set-based statement over hundreds of
/// rows takes one array for each column.
///
/// Built element by element in the server's binary form, so nothing is escaped or parsed. The place
/// in the statement says the same type: `unnest($1::int8[])`.
package struct PostgreSQLArray: Sendable {
  package enum ElementType: Sendable, CaseIterable {
    case int8, text, bytea, bool, date, numeric, timestamptz, jsonb

    /// The type's number in the server's catalogue, the same in every database.
    var oid: Int32 {
      switch self {
      case .bool: 16
      case .bytea: 17
      case .int8: 20
      case .text: 25
      case .date: 1082
      case .timestamptz: 1184
      case .numeric: 1700
      case .jsonb: 3802
      }
    }
  }

  package let elementType: ElementType
  package private(set) var count = 0

  private var bytes: [UInt8] = []
  private var hasNull = false

  /// The first element that could not be taken; thrown when the array is sent.
  private(set) var fault: PostgreSQLError?

  package init(_ elementType: ElementType) {
    self.elementType = elementType
  }

  package mutating func reserve(elements: Int, bytesEach: Int) {
    bytes.reserveCapacity(elements * (bytesEach + 4))
  }

  package mutating func appendNull() {
    count += 1
    hasNull = true
    bytes.append(bigEndian: Int32(-1))
  }

  package mutating func append(_ value: Int64) {
    expect(.int8)
    count += 1
    bytes.append(bigEndian: Int32(8))
    bytes.append(bigEndian: value)
  }

  /// A text; for `numeric` the decimal's plain text (`-12.50`), for `jsonb` the document.
  package mutating func append(_ value: String) {
    switch elementType {
    case .numeric: append(numeric: value)
    case .jsonb:
      element { bytes in
        // The version of the format.
        bytes.append(1)
        bytes.append(contentsOf: value.utf8)
      }
    default:
      expect(.text)
      element { $0.append(contentsOf: value.utf8) }
    }
  }

  package mutating func append(bytes value: [UInt8]) {
    expect(.bytea)
    element { $0.append(contentsOf: value) }
  }

  package mutating func append(_ value: Bool) {
    expect(.bool)
    count += 1
    bytes.append(bigEndian: Int32(1))
    bytes.append(value ? 1 : 0)
  }

  /// - Parameter days: since 1970-01-01.
  package mutating func append(date days: Int32) {
    expect(.date)
    guard let value = ServerEpoch.days(days) else { return refuse(ServerEpoch.outOfRange) }
    count += 1
    bytes.append(bigEndian: Int32(4))
    bytes.append(bigEndian: value)
  }

  /// - Parameter microseconds: since 1970-01-01T00:00:00Z.
  package mutating func append(timestamp microseconds: Int64) {
    expect(.timestamptz)
    guard let value = ServerEpoch.microseconds(microseconds) else {
      return refuse(ServerEpoch.outOfRange)
    }
    count += 1
    bytes.append(bigEndian: Int32(8))
    bytes.append(bigEndian: value)
  }

  /// Number of dimensions, whether there are nulls, type, length, lower bound, then each element
  /// behind its length.
  func write(to output: inout [UInt8]) {
    output.append(bigEndian: Int32(clamping: count == 0 ? 0 : 1))
    output.append(bigEndian: Int32(clamping: hasNull ? 1 : 0))
    output.append(bigEndian: elementType.oid)
    guard count > 0 else { return }
    output.append(bigEndian: Int32(clamping: count))
    output.append(bigEndian: Int32(1))
    output.append(contentsOf: bytes)
  }

  private mutating func append(numeric text: String) {
    var isDecimal = true
    element { isDecimal = NumericEncoding.append(text, to: &$0) }
    guard !isDecimal else { return }
    refuse(
      PostgreSQLError(
        code: .invalidTextRepresentation, message: "element \(count) is no plain decimal"))
  }

  /// An element whose length is known only when it has been written.
  private mutating func element(_ write: (inout [UInt8]) -> Void) {
    count += 1
    let start = bytes.count
    bytes.append(bigEndian: Int32(0))
    write(&bytes)
    let length = UInt32(truncatingIfNeeded: bytes.count - start - 4)
    bytes[start] = UInt8(truncatingIfNeeded: length >> 24)
    bytes[start + 1] = UInt8(truncatingIfNeeded: length >> 16)
    bytes[start + 2] = UInt8(truncatingIfNeeded: length >> 8)
    bytes[start + 3] = UInt8(truncatingIfNeeded: length)
  }

  private mutating func expect(_ type: ElementType) {
    guard type != elementType else { return }
    refuse(
      PostgreSQLError(
        code: .invalidCast, message: "an array of \(elementType) takes no element of \(type)"))
  }

  private mutating func refuse(_ problem: PostgreSQLError) {
    if fault == nil { fault = problem }
  }
}

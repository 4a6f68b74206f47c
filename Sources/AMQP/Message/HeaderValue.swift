/// A value of a header table: every field type of RabbitMQ's AMQP 0-9-1 (4.2.5.5 with the errata).
package indirect enum HeaderValue: Sendable, Equatable {
  case boolean(Bool)
  case int8(Int8)
  case uint8(UInt8)
  case int16(Int16)
  case uint16(UInt16)
  case int32(Int32)
  case uint32(UInt32)
  case int64(Int64)
  /// Known to the library, but not to every broker: send `int64`.
  case uint64(UInt64)
  case float(Float)
  case double(Double)
  /// `value` × 10^-`scale`.
  case decimal(scale: UInt8, value: UInt32)
  case string(String)
  case bytes([UInt8])
  /// Seconds since 1970.
  case timestamp(UInt64)
  case array([HeaderValue])
  case table(HeaderTable)
  case void
}

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension HeaderValue {
  /// The text, when it is one.
  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number, when it is a whole one that fits: brokers choose the width as they like.
  package var integer: Int64? {
    switch self {
    case .int8(let value): Int64(value)
    case .uint8(let value): Int64(value)
    case .int16(let value): Int64(value)
    case .uint16(let value): Int64(value)
    case .int32(let value): Int64(value)
    case .uint32(let value): Int64(value)
    case .int64(let value): value
    case .uint64(let value): Int64(exactly: value)
    default: nil
    }
  }

  /// Bytes on the wire, with the type octet.
  var wireSize: Int {
    switch self {
    case .void: 1
    case .boolean, .int8, .uint8: 2
    case .int16, .uint16: 3
    case .int32, .uint32, .float: 5
    case .decimal: 6
    case .int64, .uint64, .double, .timestamp: 9
    case .string(let text): 5 + text.utf8.count
    case .bytes(let bytes): 5 + bytes.count
    case .array(let values): values.reduce(5) { $0 + $1.wireSize }
    case .table(let table): 1 + table.wireSize
    }
  }

  /// How many tables and arrays are inside each other here.
  var depth: Int {
    switch self {
    case .array(let values): 1 + (values.map(\.depth).max() ?? 0)
    case .table(let table): table.depth
    default: 0
    }
  }
}

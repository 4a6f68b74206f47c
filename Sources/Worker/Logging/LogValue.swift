/// The value of a field of a log line.
package enum LogValue: Hashable, Sendable {
  case text(String)
  case integer(Int64)
  case bool(Bool)

  /// Whatever describes itself: an identifier, a date, an error.
  package init(_ value: some CustomStringConvertible) {
    self = .text(value.description)
  }

  package init(_ value: some FixedWidthInteger) {
    self = .integer(Int64(clamping: value))
  }
}

extension LogValue: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self = .text(value) }
}

extension LogValue: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension LogValue: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

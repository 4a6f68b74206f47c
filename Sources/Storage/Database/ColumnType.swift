/// What a column holds, in the domain's terms; each database names it in its own (``Dialect``).
package enum ColumnType: Hashable, Sendable {
  /// An opaque identifier, compared byte by byte.
  case identifier
  case text
  case integer
  case boolean
  case date
  /// A point in time, UTC, to the microsecond.
  case instant
  /// An exact number or amount.
  case decimal
  case bytes
}

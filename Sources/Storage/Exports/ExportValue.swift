/// What stands in a column of an export.
package enum ExportValue: Hashable, Sendable {
  case none
  /// From outside, or of a list of words.
  case text(String)
  /// An exact number as plain decimal text.
  case decimal(String)
  case integer(Int)
}

package import CivilTime
package import Monetary

/// The current row of a query; valid only inside the closure it is handed to. Columns count from 0.
///
/// Each reading throws ``StoreError`` of kind ``StoreError/Kind/fault`` for a value of another kind,
/// null included.
///
/// Of classes: a value would be copied into a box for each row.
package protocol DatabaseRow: AnyObject {
  func isNull(at index: Int) throws(StoreError) -> Bool
  func integer(at index: Int) throws(StoreError) -> Int64
  func boolean(at index: Int) throws(StoreError) -> Bool
  func text(at index: Int) throws(StoreError) -> String
  func bytes(at index: Int) throws(StoreError) -> [UInt8]
  func date(at index: Int) throws(StoreError) -> CivilDate
  func instant(at index: Int) throws(StoreError) -> UTCInstant
  func decimal(at index: Int) throws(StoreError) -> ExactDecimal
}

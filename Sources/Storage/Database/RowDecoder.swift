package import Billing
package import CivilTime
package import Monetary

/// Reads a row's columns one after the other, in the order of the query's column list.
package struct RowDecoder {
  private let row: any DatabaseRow
  private var next = 0

  package init(_ row: any DatabaseRow) {
    self.row = row
  }

  private mutating func advance() -> Int {
    defer { next += 1 }
    return next
  }

  /// Whether the next column is null; then it is passed over.
  private mutating func skipsNull() throws(StoreError) -> Bool {
    guard try row.isNull(at: next) else { return false }
    next += 1
    return true
  }

  package mutating func text() throws(StoreError) -> String {
    try row.text(at: advance())
  }

  package mutating func optionalText() throws(StoreError) -> String? {
    try skipsNull() ? nil : try text()
  }

  package mutating func integer() throws(StoreError) -> Int64 {
    try row.integer(at: advance())
  }

  package mutating func optionalInteger() throws(StoreError) -> Int64? {
    try skipsNull() ? nil : try integer()
  }

  package mutating func int() throws(StoreError) -> Int {
    Int(try integer())
  }

  package mutating func optionalInt() throws(StoreError) -> Int? {
    try skipsNull() ? nil : try int()
  }

  package mutating func boolean() throws(StoreError) -> Bool {
    try row.boolean(at: advance())
  }

  package mutating func bytes() throws(StoreError) -> [UInt8] {
    try row.bytes(at: advance())
  }

  package mutating func date() throws(StoreError) -> CivilDate {
    try row.date(at: advance())
  }

  package mutating func optionalDate() throws(StoreError) -> CivilDate? {
    try skipsNull() ? nil : try date()
  }

  package mutating func instant() throws(StoreError) -> UTCInstant {
    try row.instant(at: advance())
  }

  package mutating func optionalInstant() throws(StoreError) -> UTCInstant? {
    try skipsNull() ? nil : try instant()
  }

  package mutating func decimal() throws(StoreError) -> ExactDecimal {
    try row.decimal(at: advance())
  }

  package mutating func optionalDecimal() throws(StoreError) -> ExactDecimal? {
    try skipsNull() ? nil : try decimal()
  }

  package mutating func id<Record>() throws(StoreError) -> RecordID<Record> {
    RecordID(try text())
  }

  package mutating func optionalID<Record>() throws(StoreError) -> RecordID<Record>? {
    try skipsNull() ? nil : try id()
  }

  package mutating func value<Value: RawRepresentable<String>>() throws(StoreError) -> Value {
    guard let value = Value(rawValue: try text()) else { throw unreadable("\(Value.self)") }
    return value
  }

  package mutating func optionalValue<Value: RawRepresentable<String>>() throws(StoreError)
    -> Value?
  {
    try skipsNull() ? nil : try value()
  }

  package mutating func currency() throws(StoreError) -> Currency {
    guard let currency = Currency(code: try text()) else { throw unreadable("currency") }
    return currency
  }

  package mutating func money(_ currency: Currency) throws(StoreError) -> Money {
    guard let amount = Money(exactly: try decimal(), currency: currency) else {
      throw unreadable("amount in \(currency.code)")
    }
    return amount
  }

  package mutating func optionalMoney(_ currency: Currency) throws(StoreError) -> Money? {
    try skipsNull() ? nil : try money(currency)
  }

  package mutating func optionalAddress() throws(StoreError) -> Address? {
    let street = try optionalText()
    let city = try optionalText()
    let postalCode = try optionalText()
    let state = try optionalText()
    let country = try optionalText()
    guard let street, let city, let postalCode, let country else { return nil }
    return Address(
      street: street, city: city, postalCode: postalCode, state: state, country: country)
  }

  package mutating func address() throws(StoreError) -> Address {
    guard let address = try optionalAddress() else { throw unreadable("address") }
    return address
  }

  /// The value just read is not one that this program writes: a newer version's, or a changed row.
  func unreadable(_ what: String) -> StoreError {
    StoreError(.fault, "column \(next) of a row holds no \(what) that this version knows")
  }
}

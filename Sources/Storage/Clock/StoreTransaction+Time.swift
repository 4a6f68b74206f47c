package import CivilTime

extension StoreTransaction {
  /// The time by the database's clock. Read once the accounts are locked, it is not earlier than whatever was recorded
  /// for them before.
  package borrowing func now() throws(StoreError) -> UTCInstant { try database.now() }
}

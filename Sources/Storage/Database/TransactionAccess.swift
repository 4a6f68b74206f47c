/// What a transaction is for.
package enum TransactionAccess: Hashable, Sendable {
  /// Changes rows. Where the database has one writer, it is this transaction from the start.
  case write
  /// Only reads: all its queries see the same commit.
  case read
}

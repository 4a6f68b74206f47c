/// How a query locks the rows it answers with, where the database locks rows at all.
package enum RowLock: Hashable, Sendable {
  /// Waits for another transaction that holds one of them, until it ends.
  case wait
  /// Leaves out rows that another transaction holds.
  case skipLocked
  /// Keeps out who waits for them alone, not who shares them too.
  case share
}

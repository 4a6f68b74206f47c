/// Which part of a transaction failed. In every case nothing of it is in the database.
///
/// A `rollback` error beside another says that the connection may still be in the transaction and
/// is not to be used further: close it, which rolls back too.
package enum SQLiteTransactionError<Failure: Error>: Error {
  /// It did not begin; the body was not run.
  case begin(SQLiteError)
  case body(Failure, rollback: SQLiteError?)
  case commit(SQLiteError, rollback: SQLiteError?)
}

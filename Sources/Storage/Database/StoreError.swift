/// Why the store could not do what it was asked: "could not find out", never a business refusal.
///
/// Safe to log: it holds the database's own words, which name tables and columns, and never a bound
/// value.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the caller does about it.
  package enum Kind: Hashable, Sendable {
    /// The database is away or cannot write (down, disk full, I/O). No request is at fault: pause,
    /// probe, go on. Open another session.
    case unavailable
    /// The database answers, and is not what the program needs: rights taken away, a table or column gone, a file
    /// that is damaged or no database. No request is at fault, and trying again helps once an operator has put it
    /// right: pause, probe, go on. Open another session.
    case environment
    /// Another transaction was in the way (busy, deadlock, serialization). Run the same transaction
    /// again from its start.
    case contention
    /// The database rejected a row that the program believed valid.
    case constraint
    /// The values of this transaction, and no others: they are too long, out of range, or the program made
    /// nonsense of them. Trying again cannot help. What the whole database may suffer from is
    /// ``environment``, also where nobody knows the error.
    case fault
    /// The database has no schema, or an older one: `invoice-worker migrate` fixes it.
    case schemaMissing
    /// A newer version of the program has migrated the database.
    case schemaTooNew
  }

  /// The part of a transaction that failed.
  package enum Phase: Hashable, Sendable {
    case begin
    case body
    /// With ``Kind/unavailable`` it is unknown whether the transaction was committed: looking the
    /// same requests up again shows it.
    case commit
  }

  package let kind: Kind
  package let message: String
  /// What an operator does about it, as a sentence without its full stop; nil where the message says all.
  package let advice: String?
  /// nil outside of a transaction.
  package internal(set) var phase: Phase?
  /// Why the rollback that followed failed as well; then the session is broken
  /// (``StoreSession/isBroken``).
  package internal(set) var rollbackMessage: String?

  package init(_ kind: Kind, _ message: String, advice: String? = nil) {
    self.kind = kind
    self.message = message
    self.advice = advice
  }

  package var description: String {
    let place =
      switch phase {
      case .begin: "could not begin a transaction: "
      case .commit: "could not commit: "
      case .body, nil: ""
      }
    let rollback = rollbackMessage.map { "; could not roll back either: \($0)" } ?? ""
    return place + message + rollback + (advice.map { "; \($0)" } ?? "")
  }

  package func during(_ phase: Phase) -> StoreError {
    var error = self
    error.phase = phase
    return error
  }
}

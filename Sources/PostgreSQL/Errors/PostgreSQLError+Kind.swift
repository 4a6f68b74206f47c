extension PostgreSQLError {
  /// What a caller does about an error; the code tells the rest.
  package enum Kind: Hashable, Sendable {
    /// The database cannot be reached or cannot work: connection lost, server stopping or starting,
    /// no connections, memory or disk left, a standby where a primary was. Nothing is wrong with
    /// the statement: connect again and go on once the database is back.
    case unavailable

    /// Other transactions were in the way: deadlock, serialization, a lock or statement that took
    /// too long, a cancelled statement. The same transaction may succeed when it is run again.
    case contention

    /// A constraint of the schema refused the change.
    case constraint

    /// The server refused the user, the password or the database's name.
    case access

    /// A defect: the statement, its parameters or the schema. Running it again cannot help.
    case other
  }

  package var kind: Kind {
    if isFatal, code.category != "28", code != .unknownDatabase { return .unavailable }
    switch code {
    // The server could not read our message: a defect, not an outage.
    case .protocolViolation: return .other
    case .transactionConstraintViolation: return .constraint
    case .queryCanceled, .lockNotAvailable, .transactionRollback: return .contention
    case .connectionException, .insufficientResources, .operatorIntervention, .systemError,
      .readOnlyTransaction, .idleInTransactionTimeout:
      return .unavailable
    case .integrityConstraintViolation: return .constraint
    case .invalidAuthorization, .unknownDatabase: return .access
    default: return .other
    }
  }
}

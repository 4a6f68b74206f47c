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

    /// A constraint of the schema, or a trigger, refused the change.
    case constraint

    /// The server refused the user, the password or the database's name.
    case access

    /// The values of this statement: out of range, malformed, more than a program limit allows. Running it again
    /// cannot help, and says nothing about other values.
    case data

    /// Everything else, known or not: rights, tables, columns, search path, encoding, prepared statements,
    /// damage. It is the same for whoever comes next, until somebody puts it right.
    case environment
  }

  package var kind: Kind {
    if isFatal, code.category != "28", code != .unknownDatabase { return .unavailable }
    switch code {
    // The server could not read our message: something between rewrites it; no outage.
    case .protocolViolation: return .environment
    case .transactionConstraintViolation: return .constraint
    // The database's encoding has no such character: the next request brings others.
    case .untranslatableCharacter: return .environment
    case .queryCanceled, .lockNotAvailable, .transactionRollback: return .contention
    case .connectionException, .insufficientResources, .operatorIntervention, .systemError,
      .readOnlyTransaction, .idleInTransactionTimeout, .transactionTimeout:
      return .unavailable
    case .integrityConstraintViolation, .withCheckOptionViolation, .triggeredActionException,
      .raisedByFunction:
      return .constraint
    case .invalidAuthorization, .unknownDatabase: return .access
    case .dataException, .cardinalityViolation, .programLimitExceeded, .dynamicSQLError:
      return .data
    default: return .environment
    }
  }
}

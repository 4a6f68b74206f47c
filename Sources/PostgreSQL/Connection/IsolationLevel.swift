/// What a transaction sees of others, by the names of the SQL standard.
package enum IsolationLevel: Sendable {
  /// Each statement sees what was committed before it began.
  case readCommitted
  /// All statements see what was committed before the first began.
  case repeatableRead
  /// As if transactions ran one after the other; one that cannot fails with
  /// ``SQLState/serializationFailure``.
  case serializable

  var beginStatement: String {
    switch self {
    case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
    case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
    case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
    }
  }
}

internal import PostgreSQL
internal import Storage

extension StoreError {
  init(_ error: PostgreSQLError) {
    let kind: Kind =
      switch error.kind {
      // Refused credentials are put right outside of the program, as an outage is.
      case .unavailable, .access: .unavailable
      case .contention: .contention
      case .constraint where error.constraint == RequestTable.keyConstraint: .contention
      case .constraint: .constraint
      case .data: .fault
      case .environment: .environment
      }
    self.init(
      kind, error.description, advice: kind == .environment ? Self.advice(for: error) : nil)
  }

  /// What an operator does about a database that is not what the program needs.
  private static func advice(for error: PostgreSQLError) -> String? {
    switch error.code {
    // What the connection itself refuses says what to do.
    case .featureNotSupported where error.sql == nil: nil
    case .insufficientPrivilege:
      "grant the worker's role what the statement needs; where row-level security is on, give the role a policy or BYPASSRLS"
    case .undefinedTable, .undefinedColumn, .undefinedFunction, .invalidSchemaName:
      "the schema is not the one that `invoice-worker migrate` made, or the role's search_path does not lead to it: put back what is missing"
    case .duplicatePreparedStatement, .invalidStatementName:
      "something between the worker and the server gives a session's statements to others: use session pooling or a direct connection"
    case .untranslatableCharacter:
      "the database's encoding must be UTF8: move it into a database that is"
    case .internalError:
      "the server reports damage or a defect of its own: look into its log, and restore from a backup what is damaged"
    default: "look into the server's log"
    }
  }
}

/// How a connection behaves. Times are in milliseconds; what the connection string sets of the same
/// (keepalives, `tcp_user_timeout`, `connect_timeout`, `application_name`) goes before.
package struct PostgreSQLConfiguration: Sendable {
  /// What `pg_stat_activity` shows.
  package var applicationName: String

  /// For one host to accept the connection and the login.
  package var connectTimeout: Int64 = 5_000

  /// How long the server may say nothing while an answer is due, before the connection counts as
  /// lost. A server that hangs keeps its socket alive, so nothing else would notice. Longer than
  /// ``statementTimeout``, for a statement may be silent that long.
  package var responseTimeout: Int64 = 60_000

  /// The server cancels a statement after this; 0 for never.
  package var statementTimeout: Int64 = 30_000

  /// The server gives up waiting for a lock after this; 0 for never.
  package var lockTimeout: Int64 = 10_000

  /// The server ends a session that leaves a transaction open and idle for this long, so that a
  /// worker that hangs does not keep its locks; 0 for never.
  package var idleInTransactionTimeout: Int64 = 60_000

  /// The kernel ends a connection whose data stays unacknowledged for this long.
  package var tcpUserTimeout: Int64 = 15_000

  /// Whether a statement is planned once for all its executions, and by its indexes: for sessions that run the same
  /// statements again and again. Planned each time, short ones take longer to plan than to run; and a plan that is
  /// kept must not be the reading of a whole table that was small when it was made.
  package var keepsPlans = false

  /// Whether the session's transactions only read.
  package var isReadOnly = false

  /// Prepared statements kept on the server; beyond it the one unused for longest goes.
  package var statementCacheCapacity: Int = 256

  package init(applicationName: String = "postgresql-client") {
    self.applicationName = applicationName
  }
}

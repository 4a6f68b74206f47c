internal import CPostgreSQL

/// One session on a PostgreSQL server, with its prepared statements, in pipeline mode.
///
/// Rule: one owner. A connection is used by one thread at a time and handed over only as a whole (it
/// is not `Sendable`, so the compiler sees to it). Every call that waits blocks the calling thread,
/// so the owner is a thread or an executor of its own, not Swift's shared pool.
///
/// Statements are sent without waiting where their result is not needed
/// (``enqueue(_:_:)``), and the server works on them meanwhile; ``sync()`` and ``query(_:_:)`` wait
/// for everything sent before. After an error the server passes over the rest up to that point, and
/// the first error is the one thrown.
///
/// A connection that was lost stays lost (``isUsable``): open another one.
@safe
package final class PostgreSQLConnection {
  var handle: PostgreSQLHandle
  let configuration: PostgreSQLConfiguration
  var statements: PreparedStatementCache
  var replies = ReplyQueue()

  /// Whether anything was sent since the last sync. Not the same as replies that are due: they may
  /// all have come while the server still waits for the end of the pipeline.
  var isPipelineOpen = false

  /// Results that were asked for and not taken yet, by ticket.
  var results: [PostgreSQLTicket: PostgreSQLResult] = [:]
  var nextTicket: UInt64 = 0

  /// The first error since the last sync; the server skips everything after it.
  var pipelineFailure: PostgreSQLError?

  /// Why the connection cannot be used any more.
  var loss: PostgreSQLError?

  /// Bytes handed to libpq, at least, since all of its buffer was sent.
  var unsentBytes = 0

  /// Connects, trying the hosts of the connection string in order, and sets the session up.
  ///
  /// - Throws: ``PostgreSQLError`` of the last host: ``PostgreSQLError/Kind/unavailable`` when it
  ///   cannot be reached or has no room, ``PostgreSQLError/Kind/access`` when it refuses user,
  ///   password or database.
  package init(
    _ url: PostgreSQLURL, configuration: PostgreSQLConfiguration = PostgreSQLConfiguration()
  ) throws(PostgreSQLError) {
    self.configuration = configuration
    statements = PreparedStatementCache(capacity: configuration.statementCacheCapacity)
    handle = try Self.connect(url, configuration)
    try handle.refuseTransactionPooling(timeout: configuration.connectTimeout) {
      () throws(PostgreSQLError) in try Self.connect(url, configuration)
    }
    try enterPipelineMode()
    for limit in configuration.limitScript(serverVersion: serverVersion) { try execute(limit) }
    try execute(configuration.sessionScript)
  }

  /// Whether statements can be sent. False once the connection was lost or closed; true says only
  /// that nobody has noticed yet.
  package var isUsable: Bool { loss == nil }

  /// Whether a transaction is open, also a failed one, as of the last reply.
  package var isInTransaction: Bool {
    switch unsafe PQtransactionStatus(handle.pointer) {
    case PQTRANS_INTRANS, PQTRANS_INERROR: true
    default: false
    }
  }

  /// Whether the session is encrypted.
  package var isEncrypted: Bool { unsafe PQsslInUse(handle.pointer) == 1 }

  /// The server's version as PostgreSQL counts: 150004 for 15.4.
  package var serverVersion: Int { Int(unsafe PQserverVersion(handle.pointer)) }

  /// The process that serves this session.
  package var serverProcessID: Int32 { unsafe PQbackendPID(handle.pointer) }

  /// A means to cancel from another thread; nil once the connection was lost.
  package func cancellation() -> PostgreSQLCancellation? {
    unsafe PostgreSQLCancellation(handle.pointer)
  }

  /// Ends the session at once. An open transaction is rolled back by the server.
  package func close() {
    handle.finish()
    if loss == nil {
      loss = PostgreSQLError(
        code: .connectionDoesNotExist, message: "the connection was closed", isFatal: true)
    }
    replies.removeAll()
    results.removeAll()
  }

  func requireUsable() throws(PostgreSQLError) {
    if let loss { throw loss }
  }

  func enterPipelineMode() throws(PostgreSQLError) {
    guard unsafe PQenterPipelineMode(handle.pointer) == 1 else { throw lose() }
  }

  private static func connect(
    _ url: PostgreSQLURL, _ configuration: PostgreSQLConfiguration
  ) throws(PostgreSQLError) -> PostgreSQLHandle {
    var failure = PostgreSQLError(code: .unableToConnect, message: "no host to connect to")
    for host in url.hosts {
      let encryption = PostgreSQLURL.encryptionDefaults(for: host)
      let options = configuration.defaultOptions
        .merging(encryption) { _, chosen in chosen }
        .merging(host) { _, given in given }
        .merging(PostgreSQLConfiguration.fixedOptions) { _, fixed in fixed }
      do throws(PostgreSQLError) {
        return try PostgreSQLHandle(
          options, timeout: url.connectTimeout ?? configuration.connectTimeout)
      } catch {
        // A host that answered, and refused us, is the right one.
        guard error.kind == .unavailable else { throw error }
        failure = encryption.isEmpty ? error : error.advising(onEncryption: error.message)
      }
    }
    throw failure
  }
}

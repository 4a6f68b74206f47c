internal import CivilTime
internal import PostgreSQL
package import Storage

/// What an operator looks at in a server, besides the program's own tables. Only reads.
package struct PostgreSQLInspection: Hashable, Sendable {
  /// As PostgreSQL counts: 150004 for 15.4.
  package var serverVersion = 0
  /// `synchronous_commit` of a session that sets nothing: a worker's sets it.
  package var synchronousCommit = ""
  /// Whether the server waits for its disk.
  package var hasFsync = true
  package var synchronousStandbys = ""
  package var maxConnections: Int64 = 0
  /// The server's clock less this machine's.
  package var clockAheadMicroseconds: Int64 = 0
  /// Seconds that the oldest transaction of this database is open, of those that this role may see.
  package var longestTransaction: Int64 = 0
  /// Sessions on this database of which this role sees no more than that they are there.
  package var hiddenSessions: Int64 = 0
  /// Rows of the outbox, messages and packs, by the server's own estimate; nil where it has none.
  package var outbox: Outbox?

  package struct Outbox: Hashable, Sendable {
    package var live: Int64
    package var dead: Int64
    package var bytes: Int64

    package init(live: Int64, dead: Int64, bytes: Int64) {
      self.live = live
      self.dead = dead
      self.bytes = bytes
    }
  }

  package init() {}
}

extension PostgreSQLOpener {
  /// - Throws: ``StoreError`` as ``open(for:)``, whatever schema there is.
  package func inspect() throws(StoreError) -> PostgreSQLInspection {
    try translating { () throws(PostgreSQLError) in
      var configuration = PostgreSQLConfiguration(applicationName: "invoice-worker")
      configuration.isReadOnly = true
      let connection = try PostgreSQLConnection(url, configuration: configuration)
      defer { connection.close() }
      var found = PostgreSQLInspection()
      found.serverVersion = connection.serverVersion
      let nothing = PostgreSQLParameters()
      let before = UTCInstant.now().microsecondsSince1970
      let clock = try connection.query("SELECT clock_timestamp()", nothing)
      let after = UTCInstant.now().microsecondsSince1970
      let server = try clock.timestamp(0, 0)
      // What may have passed while the answer travelled is no difference.
      found.clockAheadMicroseconds =
        server < before ? server - before : server > after ? server - after : 0
      let settings = try connection.query(
        """
        SELECT (SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'),
          current_setting('fsync'), current_setting('synchronous_standby_names'),
          current_setting('max_connections')::bigint
        """, nothing)
      found.synchronousCommit = try settings.text(0, 0)
      found.hasFsync = try settings.text(0, 1) != "off"
      found.synchronousStandbys = try settings.text(0, 2)
      found.maxConnections = try settings.int64(0, 3)
      let sessions = try connection.query(
        """
        SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start))::bigint, 0),
          count(*) FILTER (WHERE query = '<insufficient privilege>')
        FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        """, nothing)
      found.longestTransaction = try sessions.int64(0, 0)
      found.hiddenSessions = try sessions.int64(0, 1)
      let outbox = try connection.query(
        """
        SELECT sum(n_live_tup)::bigint, sum(n_dead_tup)::bigint,
          sum(pg_total_relation_size(relid))::bigint FROM pg_stat_user_tables
        WHERE relid IN (to_regclass('outbox_message'), to_regclass('outbox_pack'))
        HAVING count(*) > 0
        """, nothing)
      if outbox.rowCount > 0 {
        found.outbox = PostgreSQLInspection.Outbox(
          live: try outbox.int64(0, 0), dead: try outbox.int64(0, 1),
          bytes: try outbox.int64(0, 2))
      }
      return found
    }
  }
}

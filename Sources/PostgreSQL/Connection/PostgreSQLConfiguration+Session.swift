extension PostgreSQLConfiguration {
  /// Options that hold where the connection string is silent.
  var defaultOptions: [String: String] {
    [
      "fallback_application_name": applicationName,
      "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
      "tcp_user_timeout": String(max(tcpUserTimeout, 0)),
    ]
  }

  /// What holds whatever the connection string says, since this module reads and writes its text.
  static let fixedOptions = ["client_encoding": "UTF8"]

  /// Takes back the limits on time that a role or a database may set, so that nothing of ours is cut off by one that
  /// we do not count with: the first of all, one statement after the other, or they would cut off the rest. A
  /// server of this version knows every name. No value from outside is in it: numbers of the configuration.
  func limitScript(serverVersion: Int) -> [String] {
    var settings = [
      "statement_timeout = \(max(statementTimeout, 0))", "lock_timeout = \(max(lockTimeout, 0))",
      "idle_in_transaction_session_timeout = \(max(idleInTransactionTimeout, 0))",
    ]
    if serverVersion >= 170_000 { settings.insert("transaction_timeout = 0", at: 1) }
    if serverVersion >= 140_000 { settings.append("idle_session_timeout = 0") }
    return settings.map { "SET \($0)" }
  }

  /// Sets the session up, whatever the server's, the database's and the role's defaults are. Dates and
  /// times have one text form. Values too long for a row are compressed by lz4 where the server has it, in a fraction of
  /// its older method's time; and no statement is short of running often enough to be compiled. Rows that a policy
  /// hides are an error, never rows that do not exist.
  /// No value from outside is in it: numbers and words of the configuration.
  var sessionScript: String {
    """
    SET synchronous_commit = on;
    SET default_transaction_read_only = \(isReadOnly ? "on" : "off");
    SET default_transaction_isolation = 'read committed';
    SET default_transaction_deferrable = off;
    SET row_security = off;
    SET TimeZone = 'UTC';
    SET DateStyle = 'ISO, YMD';
    SET bytea_output = 'hex';
    SET jit = off;
    SET plan_cache_mode = \(keepsPlans ? "force_generic_plan" : "auto");
    SET enable_seqscan = \(keepsPlans ? "off" : "on");
    SELECT set_config(name, 'lz4', false) FROM pg_settings
      WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals);
    \(Self.pinnedSearchPath)
    """
  }

  /// Fixes where the session finds its tables: the search path as the address, the role or the database sets it, in
  /// which `"$user"` stands only for a schema that is there and belongs to this role, to one it is a member of, to the
  /// database's owner or to a superuser. Whoever may create schemas could otherwise make one of this role's name, at any
  /// time, and the session would use the tables in it.
  ///
  /// Nothing is added: with `pg_temp` in it, a path that names no schema would have migrations make temporary tables.
  /// Elements are put together as they came apart, for a quoted name may hold a comma.
  private static let pinnedSearchPath = """
    SELECT set_config('search_path', coalesce(string_agg(element, ',' ORDER BY place), ''), false) FROM (
      SELECT place, CASE WHEN btrim(given, ' "') <> '$user' THEN given ELSE (
        SELECT quote_ident(schema.nspname)
        FROM pg_namespace schema JOIN pg_roles me ON me.rolname = current_user
          JOIN pg_roles owner ON owner.oid = schema.nspowner
          JOIN pg_database base ON base.datname = current_database()
        WHERE schema.nspname = current_user AND (
          owner.oid = me.oid OR owner.rolsuper OR owner.oid = base.datdba
          OR NOT me.rolsuper AND pg_has_role(me.oid, owner.oid, 'USAGE'))
      ) END AS element
      FROM regexp_split_to_table(current_setting('search_path'), ',') WITH ORDINALITY AS parts (given, place)
    ) AS elements WHERE element IS NOT NULL;
    """
}

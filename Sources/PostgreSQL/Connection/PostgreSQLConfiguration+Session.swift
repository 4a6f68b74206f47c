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

  /// Sets the session up, whatever the server's, the database's and the role's defaults are. Dates and
  /// times have one text form. Values too long for a row are compressed by lz4 where the server has it, in a fraction of
  /// its older method's time; and no statement is short of running often enough to be compiled.
  var sessionScript: String {
    """
    SET synchronous_commit = on;
    SET default_transaction_read_only = \(isReadOnly ? "on" : "off");
    SET statement_timeout = \(max(statementTimeout, 0));
    SET lock_timeout = \(max(lockTimeout, 0));
    SET idle_in_transaction_session_timeout = \(max(idleInTransactionTimeout, 0));
    SET TimeZone = 'UTC';
    SET DateStyle = 'ISO, YMD';
    SET bytea_output = 'hex';
    SET jit = off;
    SET plan_cache_mode = \(keepsPlans ? "force_generic_plan" : "auto");
    SET enable_seqscan = \(keepsPlans ? "off" : "on");
    SELECT set_config(name, 'lz4', false) FROM pg_settings
      WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals);
    """
  }
}

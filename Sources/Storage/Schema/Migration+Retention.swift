extension Migration {
  /// What bounded steps of housekeeping and the bound on refused dead letters look for.
  static let indexRetention = Migration(version: 8, name: "retention", comments: []) { _ in
    """
    CREATE INDEX error_log_by_last_seen ON error_log (last_seen_at);
    CREATE INDEX outbox_message_by_dead_letter ON outbox_message (created_at)
      WHERE event_id IS NULL;
    """
  }
}

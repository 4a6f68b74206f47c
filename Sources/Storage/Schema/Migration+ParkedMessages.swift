extension Migration {
  /// What is shown of parked messages without a look at their queue. Messages that were parked before have no row: they are found by
  /// looking there.
  static let parkedMessages = Migration(
    version: 24, name: "parked messages", comments: parkedComments
  ) { dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let instant = dialect.typeName(.instant)
    return """
      CREATE TABLE dead_letter (
        id \(id) PRIMARY KEY, fingerprint \(id) NOT NULL, queue \(text) NOT NULL,
        source \(text) NOT NULL, request_identifier \(id) NOT NULL, type \(text) NOT NULL,
        error_code \(text) NOT NULL, faults \(text) NOT NULL, parked_at \(instant) NOT NULL,
        attempts \(integer) NOT NULL, replay_of \(id), content_type \(text),
        content_encoding \(text), correlation_id \(text), headers \(text),
        body_size \(integer) NOT NULL, body \(dialect.typeName(.bytes)) NOT NULL
      )\(dialect.tableOptions);
      CREATE INDEX dead_letter_by_time ON dead_letter (parked_at, id);
      CREATE INDEX dead_letter_by_code ON dead_letter (error_code, parked_at, id);
      CREATE INDEX dead_letter_by_fingerprint ON dead_letter (fingerprint);
      CREATE INDEX dead_letter_by_request ON dead_letter (request_identifier);
      """
  }

  private static let parkedComments = [
    TableComment(
      "dead_letter",
      "What is shown of messages that workers have parked in invoice.dead; the messages are there. A row goes with its message, past the retention time, and beyond 100,000.",
      [
        "id": "The outbox message's that carried it to the queue.",
        "fingerprint":
          "What tells it from others in the queue; copies that nothing tells apart share one.",
        "queue": "The queue that its request came in through.",
        "source": "The source of the request; empty where there is none.",
        "request_identifier": "The request's; empty where it has none.",
        "error_code": "Of the first fault.",
        "faults": "JSON: what is wrong, as completions say it; the first few.",
        "attempts": "How often it was run in all.",
        "replay_of": "The event of the outcome that it was sent again to replace.",
        "headers": "JSON: the headers of the message in the queue.",
        "body_size": "Bytes of the body in the queue.",
        "body": "Its first 64 KiB.",
      ])
  ]
}

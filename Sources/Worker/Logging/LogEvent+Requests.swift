/// The lines about requests on their way.
extension LogEvent {
  static let batchFailed = LogEvent(
    .warning, "batch_failed",
    "a batch failed; its requests are run one by one",
    meaning: "One of its requests met a fault; only that one is held back.")
  static let requestFailed = LogEvent(
    .error, "request_failed",
    "a request failed by a fault of the program",
    meaning: """
      It is tried again later through the retry queues. `error` has the database's or \
      program's words.
      """)
  static let requestNotStored = LogEvent(
    .error, "request_not_stored",
    """
    a request cannot be stored, not even as failed; it goes to the dead letters without an \
    outcome
    """,
    meaning: """
      `invoice-worker dead list --in-queue` shows it. Most often a trigger or constraint that \
      somebody added.
      """)
  static let retryCopyRefused = LogEvent(
    .warning, "retry_copy_refused",
    "the broker does not take a copy for a retry queue",
    meaning: "Tried again; then the request is given up with a stored outcome.")
  static let deadLettersRefused = LogEvent(
    .warning, "dead_letters_refused",
    """
    invoice.dead takes no more dead letters, and enough wait for it: copies of refused \
    requests are dropped, their outcomes stand; discard or replay dead letters, or raise the \
    queue's limit
    """,
    meaning: "Outcomes and events are complete; only the copies for `dead list` are missing.")
  static let deadLettersExpired = LogEvent(
    .warning, "dead_letters_expired",
    "dead letters were dropped: invoice.dead refused them for the whole retention time",
    meaning: "Discard or replay dead letters, or raise the queue's limit.")
  static let outboxFull = LogEvent(
    .warning, "outbox_full",
    "too many events wait to be published; consumption is paused",
    meaning: "The broker takes them more slowly than they are made.")
  static let outboxDrained = LogEvent(
    .info, "outbox_drained",
    "the events that waited are published",
    meaning: "Consumption goes on.")
  static let outboxUnreadable = LogEvent(
    .warning, "outbox_unreadable",
    "the outbox could not be read",
    meaning: "Events that other processes left behind wait for the next turn.")
  static let outboxTakenUp = LogEvent(
    .info, "outbox_taken_up",
    "publishing events that another process, or a time without broker, left behind",
    meaning: "A worker was killed, or the broker was away.")
  static let outboxMessageUnsendable = LogEvent(
    .warning, "outbox_message_unsendable",
    "an outbox message cannot be sent",
    meaning: "`error` says why; it stays in the database.")
  static let outboxMessageRefused = LogEvent(
    .warning, "outbox_message_refused",
    "the broker does not take an outbox message; it is tried again later",
    meaning: """
      Most often its `max_message_size` is below 15 MiB; `answer` has its words. The others \
      are sent, this one again after 1 s, doubling up to 5 min.
      """)
  static let outboxMessageNotPutOff = LogEvent(
    .warning, "outbox_message_not_put_off",
    "an outbox message could not be put off; its lease ends by itself",
    meaning: "It is tried again then.")
  static let eventsUnrouted = LogEvent(
    .warning, "events_unrouted",
    "events were published that no queue is bound for; they are not kept",
    meaning: "Bind a queue to `invoice.events`, or leave it: who wants none needs none.")
  static let sentEventsKept = LogEvent(
    .warning, "sent_events_kept",
    "sent events could not be deleted; they will be sent again with the same identifiers",
    meaning: "Consumers that know identifiers pass over them.")

  static let ofRequests: [LogEvent] = [
    .batchFailed, .requestFailed, .requestNotStored, .retryCopyRefused, .deadLettersRefused,
    .deadLettersExpired, .outboxFull, .outboxDrained, .outboxUnreadable, .outboxTakenUp,
    .outboxMessageUnsendable, .outboxMessageRefused, .outboxMessageNotPutOff, .eventsUnrouted,
    .sentEventsKept,
  ]
}

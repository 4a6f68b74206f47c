extension Migration {
  static let messagingComments = [
    TableComment(
      "request",
      "The inbox: every request that was taken, with its outcome. A request has one effect.",
      [
        "identifier": "With source: chosen by the sender, once for each request.",
        "body_sha256": "With type: tells the same request from another one under its identifier.",
        "outcome": "Succeeded, PartiallySucceeded, Failed, Rejected.",
        "completion_event_id": "Of the notification; the same whenever it is sent again.",
        "completion_body": "The notification as it was published.",
        "is_internal_error": "Failed by a fault of the program; may be replayed.",
        "is_parked": "A copy is among the dead letters.",
      ]),
    TableComment(
      "outbox_message",
      "The outbox: messages that are committed and not yet confirmed by the broker.",
      [
        "event_id": "Stable over resends.",
        "leased_until": "Until then one process has the sending of it.",
        "attempts": "How often the broker refused it.",
      ]),
  ]
}

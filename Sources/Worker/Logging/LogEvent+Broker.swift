/// The lines about the connections to the broker.
extension LogEvent {
  static let brokerConnected = LogEvent(
    .info, "broker_connected",
    "connected to the broker",
    meaning: "`connection` is `consume` or `publish`.")
  static let consuming = LogEvent(
    .info, "consuming",
    "consuming",
    meaning: "Requests come from these queues.")
  static let brokerConnectionClosed = LogEvent(
    .info, "broker_connection_closed",
    "the connection to the broker is closed",
    meaning: "By this worker, which ends or connects anew.")
  static let brokerConnectionLost = LogEvent(
    .warning, "broker_connection_lost",
    "the connection to the broker was lost; connecting again",
    meaning: "What was delivered over it is delivered again and answered as before.")
  static let brokerUnreachable = LogEvent(
    .warning, "broker_unreachable",
    "the broker cannot be reached; trying on",
    meaning: """
      It is away, refuses the login, or its certificate is refused; what follows says what to \
      do where that is known. Nothing is taken until it is back.
      """)
  static let brokerRefused = LogEvent(
    .warning, "broker_refused",
    "the broker refused; trying on",
    meaning: """
      A queue or exchange is missing or the user's rights are too few; `reply` has the \
      broker's words. `invoice-worker doctor` compares.
      """)
  static let brokerBlocked = LogEvent(
    .warning, "broker_blocked",
    "the broker stopped reading from the connection",
    meaning: "It is short of memory or disk: `rabbitmqctl status` shows the alarm.")
  static let brokerUnblocked = LogEvent(
    .info, "broker_unblocked",
    "the broker reads from the connection again",
    meaning: "Its alarm is over.")
  static let consumerCancelled = LogEvent(
    .warning, "consumer_cancelled",
    "the broker ended the subscription of a queue; subscribing again",
    meaning: "The queue was deleted or moved.")
  static let replyRefused = LogEvent(
    .warning, "reply_refused",
    "the broker refused a reply; none are sent until the next connection",
    meaning: "The requests' outcomes are published as events all the same.")
  static let replyDropped = LogEvent(
    .debug, "reply_dropped",
    "a reply was dropped: none can be sent now",
    meaning: "Its sender gets the event.")
  static let messagesReturned = LogEvent(
    .debug, "messages_returned",
    "messages came back: no queue is bound for them",
    meaning: "See `events_unrouted` and `reply`.")
  static let connectionStoodStill = LogEvent(
    .warning, "connection_stood_still",
    "the connection to the broker stood still and was shut down",
    meaning: "The network lost it; it is made again.")
  static let settlementsStale = LogEvent(
    .warning, "settlements_stale",
    """
    requests were done when their connection was lost; they are delivered again and answered \
    as before
    """,
    meaning: "Nothing is done twice.")
  static let settlementsUnknown = LogEvent(
    .warning, "settlements_unknown",
    "deliveries were settled that were not outstanding, a fault of this program",
    meaning: "Report it.")
  static let eventsNotTaken = LogEvent(
    .warning, "events_not_taken",
    "the broker takes no events; consumption is paused",
    meaning: "It blocks publishers because it is short of memory or disk.")
  static let eventsTaken = LogEvent(
    .info, "events_taken",
    "the broker takes events again",
    meaning: "Consumption goes on.")
  static let renewing = LogEvent(
    .info, "renewing",
    "connecting to the broker anew; what has begun is finished first",
    meaning: "SIGHUP.")
  static let renewed = LogEvent(
    .info, "renewed",
    "the broker's deliveries come over the new connection",
    meaning: "SIGHUP is obeyed.")

  static let ofBroker: [LogEvent] = [
    .brokerConnected, .consuming, .brokerConnectionClosed, .brokerConnectionLost,
    .brokerUnreachable, .brokerRefused, .brokerBlocked, .brokerUnblocked, .consumerCancelled,
    .replyRefused, .replyDropped, .messagesReturned, .connectionStoodStill, .settlementsStale,
    .settlementsUnknown, .eventsNotTaken, .eventsTaken, .renewing, .renewed,
  ]
}

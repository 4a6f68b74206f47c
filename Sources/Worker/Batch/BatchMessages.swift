import AMQP
import Billing
import CivilTime
import Digest
import Messages
import Storage

/// The messages of a batch, in the order in which they are published: events and dead letters as rows of the outbox, and
/// replies beside it.
struct BatchMessages {
  let encoder: EventEncoder
  private let now: UTCInstant
  private let deadLetterCopy: DeadLetterCopy
  private(set) var identifiers: OutboxIdentifiers
  private var allowance: DeadLetterAllowance
  /// How many messages may be handed over to be published from memory.
  private let room: Int

  /// What the events are correlated with, where it is not the request that made them: a run.
  private let correlation: String?

  /// Whether there is a mail server that notices can be sent over.
  private let sendsNotices: Bool
  private var notices: [EmailDelivery] = []

  private var rows: [OutboxMessage] = []
  /// What the database shows of the dead letters among them.
  private var parked: [StoredDeadLetter] = []
  private(set) var replies: [OutgoingMessage] = []
  private(set) var deadLettersDropped = 0
  /// The code of what is wrong with each copy that was kept for the dead letters.
  private(set) var keptCodes: [String] = []

  /// Bytes of bodies that are handed over at most; what is more is published from the database. The event of an
  /// invoice of 10,000 lines fits.
  private static let handedBytes = 8 << 20

  init(
    now: UTCInstant, workerName: String, encoder: EventEncoder, identifiers: OutboxIdentifiers,
    room: Int, deadLetters: DeadLetterAllowance, correlation: String? = nil,
    sendsNotices: Bool = false
  ) {
    self.sendsNotices = sendsNotices
    self.correlation = correlation
    self.now = now
    self.encoder = encoder
    self.identifiers = identifiers
    self.room = room
    allowance = deadLetters
    deadLetterCopy = DeadLetterCopy(worker: workerName, at: now)
  }

  // MARK: Events

  mutating func announce(_ event: Event) {
    add(
      id: event.id, type: event.type, correlationId: correlation ?? event.requestIdentifier,
      trace: event.trace, body: event.body)
  }

  /// The event of an error log; of a message without a key it belongs to no request.
  mutating func announce(_ log: ErrorLog, of header: IdentifiedHeader?) {
    announce(encoder.errorLog(log, of: header?.key, trace: header?.trace))
  }

  /// The completion that was published before, under the same event identifier.
  mutating func announceAgain(_ outcome: RequestOutcome, to header: IdentifiedHeader) {
    add(
      id: outcome.completionEventId, type: .requestCompleted,
      correlationId: header.key.identifier, trace: header.trace, body: outcome.completionBody)
  }

  private mutating func add(
    id: String, type: EventType, correlationId: String?, trace: TraceContext?, body: [UInt8]
  ) {
    rows.append(
      OutboxMessage(
        id: identifiers.next(at: now), eventId: id, type: type, correlationId: correlationId,
        trace: trace, source: encoder.source, body: body, createdAt: now))
  }

  /// Sends the message of a chunk of a run, or of its selection.
  mutating func issue(_ message: RunMessage) {
    rows.append(
      message.outboxMessage(
        id: identifiers.next(at: now), source: encoder.source, createdAt: now))
  }

  // MARK: Notices

  /// Mails what came of a request to whoever asked for that.
  mutating func notify(_ request: PlannedRequest) {
    let header = request.header
    guard sendsNotices, let address = header.requestedBy?.noticeAddress,
      let notice = Notice(
        of: request.decision, header.key, type: header.type,
        errorLogNumbers: request.errorLogNumbers)
    else { return }
    // A replay has a notice of its own: it is at another time.
    let id = DerivedIdentifier.timeOrdered(
      "notice", [header.key.source, header.key.identifier],
      milliseconds: now.microsecondsSince1970 / 1_000)
    notices.append(notice.email(RecordID(id), to: address, about: header.key, at: now))
  }

  /// Where the end of a run is mailed to; nil where nobody asked for that, or nothing can be sent.
  func noticeAddress(of run: InvoiceRun) -> String? {
    sendsNotices ? run.requestedBy?.noticeAddress : nil
  }

  /// Mails the end of a run.
  mutating func notify(
    _ address: String, endOf run: InvoiceRun, _ invoices: [NoticedInvoice], _ errors: [RunError]
  ) {
    let id = DerivedIdentifier.timeOrdered(
      "run notice", [run.id.text], milliseconds: now.microsecondsSince1970 / 1_000)
    let request =
      run.request ?? RunMessage(runId: run.id, number: RunChunk.selection).key
    notices.append(
      Notice(of: run, invoices: invoices, errors: errors).email(
        RecordID(id), to: address, about: request, at: now))
  }

  // MARK: Dead letters and replies

  /// Keeps a copy for the dead letters; whether there was room for it.
  @discardableResult
  mutating func keepDeadLetter(
    of received: ReceivedRequest, for fault: Fault, among faults: [Fault] = [],
    completion: String?, isOwnFault: Bool
  ) -> Bool {
    let (copy, shown) = deadLetterCopy.message(
      of: received, for: fault, among: faults, completion: completion, isOwnFault: isOwnFault,
      id: identifiers.next(at: now))
    guard
      allowance.admit(
        source: copy.properties.appId ?? "", bytes: copy.body.count, isOwnFault: isOwnFault)
    else {
      deadLettersDropped += 1
      return false
    }
    rows.append(copy)
    parked.append(shown)
    keptCodes.append(fault.code.rawValue)
    return true
  }

  /// Best effort, outside of the outbox: a sender that misses its reply sends the request again.
  mutating func reply(
    to received: ReceivedRequest, _ header: IdentifiedHeader, with body: [UInt8]
  ) {
    guard let queue = received.replyQueue else { return }
    let properties = MessageProperties(
      contentType: Event.contentType, correlationId: header.replyCorrelationId,
      type: EventType.requestCompleted.rawValue)
    // A queue's name longer than the wire takes cannot be one.
    guard
      let message = try? OutgoingMessage(
        exchange: ExchangeName.default, routingKey: queue, isMandatory: false,
        properties: properties, body: body)
    else { return }
    replies.append(message)
  }

  // MARK: Handing over

  /// Stores the messages; those that are handed over are leased to this process, and share rows.
  func store(in transaction: borrowing StoreTransaction) throws(StoreError) -> [OutboxMessage] {
    try transaction.queue(notices: notices)
    try transaction.park(parked)
    let (handed, left) = handedOver
    try transaction.enqueue(left, leasedUntil: now)
    return try transaction.enqueueTogether(
      handed, leasedUntil: now.adding(microseconds: OutboxLease.duration))
  }

  /// The messages that are published from memory, and those that any worker may lease. One that is too large does not
  /// keep those behind it: the completion of a long invoice comes after its event.
  private var handedOver: (handed: [OutboxMessage], left: [OutboxMessage]) {
    var handed: [OutboxMessage] = []
    var left: [OutboxMessage] = []
    handed.reserveCapacity(min(room, rows.count))
    var bytes = 0
    for message in rows {
      if handed.count < room, bytes + message.body.count <= Self.handedBytes {
        bytes += message.body.count
        handed.append(message)
      } else {
        left.append(message)
      }
    }
    return (handed, left)
  }
}

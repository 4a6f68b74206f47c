import AMQP
import Billing
import CivilTime
import Digest
import Messages
import Storage

/// What a batch's decisions come to: gathered request by request, then numbered, encoded and stored with a
/// few statements.
struct BatchEffects {
  private let now: UTCInstant
  private let encoder: EventEncoder
  private let parking: ParkedCopy
  private(set) var identifiers: OutboxIdentifiers
  private(set) var result = BatchResult()
  private var deadLetters: DeadLetterAllowance

  /// How many messages may be handed over to be published from memory.
  private let room: Int
  /// Requests taken in.
  private(set) var taken = 0
  /// Rows that the requests taken in will write, counted roughly: lines, error logs, records.
  private var weight = 0

  /// Rows that are planned before they are written: with ``handedBytes`` it bounds what a batch of large
  /// requests holds in memory, and how long its transaction is.
  private static let mostWeight = 20_000
  /// Bytes of bodies that are handed over at most; what is more is published from the database. The event of an
  /// invoice of 10,000 lines fits.
  private static let handedBytes = 8 << 20

  private var undecided: [Undecided] = []
  private var repeats: [Repeat] = []
  private var messages: [OutboxMessage] = []
  private var unidentified: [(ReceivedRequest, UnidentifiedMessage)] = []
  /// The outcomes met or made so far, by key: what repeated requests are answered from.
  private var outcomes: [RequestKey: StoredRequest] = [:]

  /// A request with its decision, waiting for numbers.
  ///
  /// A class, though it has one owner: it is gone through five times, and what it refers to is not counted anew
  /// each time.
  private final class Undecided {
    let received: ReceivedRequest
    let header: IdentifiedHeader
    var decision: Decision
    /// The outcome that this one takes the place of.
    let replaced: StoredRequest?

    init(
      _ received: ReceivedRequest, _ header: IdentifiedHeader, _ decision: Decision,
      replacing replaced: StoredRequest?
    ) {
      self.received = received
      self.header = header
      self.decision = decision
      self.replaced = replaced
    }

    /// How often the request was run, in all.
    var attempts: Int64 { received.attempts + (replaced?.outcome.attempts ?? 0) }
  }

  /// A request that is answered from an earlier one's outcome.
  private struct Repeat {
    let received: ReceivedRequest
    let header: IdentifiedHeader
  }

  init(
    now: UTCInstant, workerName: String, encoder: EventEncoder, identifiers: OutboxIdentifiers,
    room: Int, deadLetters: DeadLetterAllowance
  ) {
    self.room = room
    self.deadLetters = deadLetters
    self.now = now
    self.encoder = encoder
    self.identifiers = identifiers
    parking = ParkedCopy(worker: workerName, at: now)
  }

  // MARK: Gathering

  /// Whether what was taken in fills a transaction.
  var isFull: Bool { weight >= Self.mostWeight }

  /// Counts a request in, whatever it comes to.
  mutating func take() {
    taken += 1
    result.settled += 1
  }

  mutating func complete(
    _ received: ReceivedRequest, _ header: IdentifiedHeader, _ decision: Decision,
    replacing replaced: StoredRequest? = nil
  ) {
    var decision = decision
    if received.isReplyRefused { decision.warnings.append(.replyToRefused) }
    decision.errorLogs = ErrorLogEntry.bounded(decision.errorLogs, of: header.key)
    undecided.append(Undecided(received, header, decision, replacing: replaced))
    let lines = decision.lineCount
    weight +=
      lines + decision.errorLogs.count + decision.effects.records.count
      + decision.effects.progress.count
    result.lines += lines
  }

  mutating func answer(
    _ received: ReceivedRequest, _ header: IdentifiedHeader, from stored: StoredRequest
  ) {
    outcomes[header.key] = stored
    repeats.append(Repeat(received: received, header: header))
  }

  /// Answers from the outcome of an earlier request of this batch that has the same key.
  mutating func answerAsEarlier(_ received: ReceivedRequest, _ header: IdentifiedHeader) {
    repeats.append(Repeat(received: received, header: header))
  }

  mutating func park(_ received: ReceivedRequest, _ message: UnidentifiedMessage) {
    unidentified.append((received, message))
  }

  // MARK: Storing

  /// Stores everything gathered; called once, at the end of the transaction.
  ///
  /// Records first, then error logs and the invoices' lines, then the invoice numbers, so that the counter's row, which
  /// all workers share, is locked last and briefly.
  mutating func store(
    _ facts: WorkingSet, in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    try transaction.write(facts)
    let logs = try recordErrorLogs(in: transaction)
    try transaction.resolveErrorLogs(of: settled, at: now)
    try transaction.insertLines(of: undecided.flatMap(\.decision.effects.invoices.made))
    let invoices = try numberInvoices(in: transaction)
    try transaction.insert(invoices)
    try transaction.link(undecided.flatMap(\.decision.effects.invoices.reissues))
    try transaction.update(undecided.flatMap(\.decision.effects.invoices.changed))
    let completed = completeRequests(logs)
    try transaction.complete(completed)
    answerRepeats()
    let (handed, left) = handedOver
    try transaction.enqueue(
      handed, leasedUntil: now.adding(microseconds: BatchTransaction.lease))
    try transaction.enqueue(left, leasedUntil: now)
    result.invoices = invoices.count
    result.processed = completed.count
    result.messages = handed
  }

  /// The messages that are published from memory, and those that are for whoever leases them. One that is too
  /// large does not keep those behind it: the completion of a long invoice comes after its event.
  private var handedOver: (handed: [OutboxMessage], left: [OutboxMessage]) {
    var handed: [OutboxMessage] = []
    var left: [OutboxMessage] = []
    handed.reserveCapacity(min(room, messages.count))
    var bytes = 0
    for message in messages {
      if handed.count < room, bytes + message.body.count <= Self.handedBytes {
        bytes += message.body.count
        handed.append(message)
      } else {
        left.append(message)
      }
    }
    return (handed, left)
  }

  /// Records the errors of everything gathered; returns the numbers of each undecided request's logs.
  private mutating func recordErrorLogs(
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> [[String]] {
    var occurrences: [ErrorLogOccurrence] = []
    for (_, message) in unidentified {
      occurrences.append(ErrorLogOccurrence(message.errorLog.fitting, requestIdentifier: nil))
    }
    for request in undecided {
      for entry in request.decision.errorLogs {
        occurrences.append(
          ErrorLogOccurrence(entry, requestIdentifier: request.header.key.identifier))
      }
    }
    let logs = try transaction.record(occurrences, at: now)
    var next = logs.makeIterator()
    for (received, message) in unidentified {
      if let log = next.next() {
        messages.append(outbox(encoder.errorLog(log, of: nil, trace: nil)))
      }
      park(received, for: message.fault, completion: nil, isOwnFault: false)
    }
    var numbers: [[String]] = []
    for request in undecided {
      var own: [String] = []
      var seen: Set<String> = []
      for _ in request.decision.errorLogs {
        guard let log = next.next() else { break }
        if seen.insert(log.number).inserted { own.append(log.number) }
        messages.append(
          outbox(encoder.errorLog(log, of: request.header.key, trace: request.header.trace)))
      }
      numbers.append(own)
    }
    return numbers
  }

  /// What succeeded, and did not fail again after that in the same batch.
  private var settled: SettledRecords {
    var settled = SettledRecords()
    for request in undecided { settled.take(request.decision) }
    return settled
  }

  /// Gives the posted invoices their numbers: order of delivery, then of grouping key (<doc:Numbering>). Their events follow.
  private mutating func numberInvoices(
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> [Invoice] {
    let numbers = try InvoiceNumbers(for: undecided.lazy.map(\.decision), in: transaction)
    var made: [Invoice] = []
    var given: [Invoice.ID: String] = [:]
    for index in undecided.indices {
      let trace = undecided[index].header.trace
      for place in undecided[index].decision.answer.invoices.indices {
        // A recovery names invoices that were made earlier, maybe in this very batch.
        if case .existing(let summary) = undecided[index].decision.answer.invoices[place],
          let number = given[summary.id]
        {
          undecided[index].decision.answer.invoices[place] = .existing(summary.numbered(number))
        }
      }
      for place in undecided[index].decision.effects.invoices.made.indices {
        var invoice = undecided[index].decision.effects.invoices.made[place]
        if let number = numbers[invoice.id] {
          given[invoice.id] = number
          invoice = invoice.posting(number: number)
          undecided[index].decision.effects.invoices.made[place] = invoice
        }
        made.append(invoice)
        messages.append(outbox(encoder.invoice(invoice, time: now, trace: trace)))
        for task in undecided[index].decision.effects.invoices.tasks[invoice.id] ?? [] {
          messages.append(outbox(encoder.taskRequested(task, of: invoice, time: now, trace: trace)))
        }
      }
    }
    return made
  }

  /// Encodes the completions, now that every number is known.
  private mutating func completeRequests(_ logs: [[String]]) -> [RequestOutcome] {
    var completed: [RequestOutcome] = []
    completed.reserveCapacity(undecided.count)
    for (request, numbers) in zip(undecided, logs) {
      let received = request.received
      let event = encoder.completion(
        Completion(
          header: request.header, decision: request.decision, errorLogNumbers: numbers,
          attempts: Int(clamping: request.attempts), receivedAt: received.receivedAt,
          completedAt: now, replayOf: received.replayOf))
      messages.append(outbox(event))
      reply(to: received, request.header, with: event.body)

      let isInternalError = request.decision.isInternalError
      var isParked = isInternalError || request.decision.outcome == .rejected
      if isParked, let fault = request.decision.errors.first {
        isParked = park(received, for: fault, completion: event.id, isOwnFault: isInternalError)
      }
      let outcome = RequestOutcome(
        key: request.header.key, outcome: request.decision.outcome, completionEventId: event.id,
        completionBody: event.body, attempts: request.attempts, completedAt: now,
        isInternalError: isInternalError, isParked: isParked)
      completed.append(outcome)
      outcomes[request.header.key] = StoredRequest(
        key: request.header.key, type: request.header.type,
        bodySHA256: request.header.bodySHA256.bytes, receivedAt: received.receivedAt,
        outcome: outcome)
    }
    return completed
  }

  /// Answers the requests whose identifier has an outcome: the same request with the same event, another one
  /// with an event of its own.
  private mutating func answerRepeats() {
    for request in repeats {
      guard let stored = outcomes[request.header.key] else { continue }
      let header = request.header
      result.repeated += 1
      if stored.isSameRequest(as: header) {
        messages.append(
          outbox(
            id: stored.outcome.completionEventId, type: .requestCompleted,
            correlationId: header.key.identifier, trace: header.trace,
            body: stored.outcome.completionBody))
        reply(to: request.received, header, with: stored.outcome.completionBody)
      } else {
        let event = encoder.completion(
          .identifierReused(
            header, conflictsWith: stored.outcome.completionEventId,
            attempts: Int(clamping: request.received.attempts),
            receivedAt: request.received.receivedAt, completedAt: now))
        messages.append(outbox(event))
        reply(to: request.received, header, with: event.body)
      }
    }
  }

  // MARK: Messages

  /// Keeps a copy for the dead letters; whether there was room for it.
  @discardableResult
  private mutating func park(
    _ received: ReceivedRequest, for fault: Fault, completion: String?, isOwnFault: Bool
  ) -> Bool {
    let copy = parking.message(
      of: received, for: fault, completion: completion, isOwnFault: isOwnFault,
      id: identifiers.next(at: now))
    guard
      deadLetters.admit(
        source: copy.properties.appId ?? "", bytes: copy.body.count, isOwnFault: isOwnFault)
    else {
      result.deadLettersDropped += 1
      return false
    }
    messages.append(copy)
    return true
  }

  private mutating func outbox(_ event: Event) -> OutboxMessage {
    outbox(
      id: event.id, type: event.type, correlationId: event.requestIdentifier, trace: event.trace,
      body: event.body)
  }

  private mutating func outbox(
    id: String, type: EventType, correlationId: String?, trace: TraceContext?, body: [UInt8]
  ) -> OutboxMessage {
    var headers: String?
    if let trace {
      var table: HeaderTable = ["traceparent": .string(trace.traceparent)]
      if let state = trace.tracestate { table["tracestate"] = .string(state) }
      headers = table.jsonText
    }
    return OutboxMessage(
      id: identifiers.next(at: now), exchange: ExchangeName.events, routingKey: type.rawValue,
      eventId: id,
      properties: OutboxMessage.Properties(
        contentType: Event.contentType, messageId: id, type: type.rawValue,
        correlationId: correlationId, appId: encoder.source, headers: headers),
      body: body, createdAt: now)
  }

  /// Best effort, outside of the outbox: a sender that misses its reply sends the request again.
  private mutating func reply(
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
    result.replies.append(message)
  }
}

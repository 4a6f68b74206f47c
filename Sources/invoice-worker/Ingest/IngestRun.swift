import AMQP
import Billing
import Digest
import Messages
import Worker

/// Sends documents as requests, a few at a time, and gathers what became of each.
struct IngestRun {
  private let source: IngestSource
  private let sender: RequestSender
  private let receiver: EventReceiver
  private let console: Console
  private let patience: Duration
  private var bar: ProgressBar
  private var results: [Int: IngestResult] = [:]
  private var refusedCount = 0

  /// Requests under way at once.
  private static let window = 16
  private static let resendAfter = Duration.seconds(10)

  /// Tells this run's answers from those stored of earlier ones.
  private let token = RandomIdentifier.make(prefix: "")

  init(
    source: IngestSource, sender: RequestSender, receiver: EventReceiver, console: Console,
    patience: Duration
  ) {
    self.source = source
    self.sender = sender
    self.receiver = receiver
    self.console = console
    self.patience = patience
    bar = ProgressBar(total: source.documents.count, of: "documents", console: console)
  }

  /// A request under way, and the documents it was made of: equal ones are one request.
  private struct Open {
    let request: RequestToSend
    var places: [Int]
  }

  /// Sends them all; answers with the results in the documents' order.
  mutating func run() async throws(CommandFailure) -> [IngestResult] {
    var waiting = source.documents.indices[...]
    // By what comes back with the answer.
    var open: [String: Open] = [:]
    var silence = Duration.zero
    while !waiting.isEmpty || !open.isEmpty {
      while open.count < Self.window, let index = waiting.popFirst() {
        guard let request = try request(at: index) else { continue }
        try await send(Open(request: request, places: [index]), &open)
      }
      show()
      guard !open.isEmpty else { continue }
      let deliveries = await receiver.next(within: Self.resendAfter)
      if deliveries.isEmpty {
        silence += Self.resendAfter
        try await resend(open.values.map(\.request), after: silence)
        continue
      }
      silence = .zero
      for delivery in deliveries {
        guard let correlation = delivery.properties.correlationID,
          let answered = open.removeValue(forKey: correlation)
        else { continue }
        let completion = try CompletionText.read(delivery.body)
        if let next = answered.request.afterEarlierRefusal(completion) {
          try await send(Open(request: next, places: answered.places), &open)
          continue
        }
        for index in answered.places {
          take(.answered(source.documents[index].place, completion), at: index)
        }
      }
    }
    show()
    bar.clear()
    return results.sorted { $0.key < $1.key }.map(\.value)
  }

  private func send(
    _ new: Open, _ open: inout [String: Open]
  ) async throws(CommandFailure) {
    var request = new.request
    let correlation = "\(request.identifier)/\(token)"
    request.correlationId = correlation
    if open[correlation] != nil {
      open[correlation]?.places += new.places
      return
    }
    open[correlation] = Open(request: request, places: new.places)
    try await sender.send(request, replyTo: receiver.queue)
  }

  private mutating func request(at index: Int) throws(CommandFailure) -> RequestToSend? {
    let document = source.documents[index]
    switch try source.request(for: document) {
    case .success(let request): return request
    case .failure(let problem):
      take(.unread(document.place, problem.sentence), at: index)
      return nil
    }
  }

  private mutating func take(_ result: IngestResult, at index: Int) {
    results[index] = result
    if !result.isSuccess { refusedCount += 1 }
  }

  /// Sends again what nobody has answered: the reply may be lost, the request is not.
  private mutating func resend(
    _ requests: [RequestToSend], after silence: Duration
  ) async throws(CommandFailure) {
    bar.clear()
    guard silence < patience else {
      throw .unavailable(
        "no worker answered within \(silence.components.seconds) s; start one with invoice-worker run, and ingest again: what is stored already is answered as before"
      )
    }
    console.error("no answer for \(silence.components.seconds) s; does a worker run? Waiting on.")
    for request in requests { try await sender.send(request, replyTo: receiver.queue) }
  }

  private mutating func show() {
    bar.show(
      done: results.count, note: refusedCount == 0 ? "" : "\(refusedCount) not taken in")
  }
}

extension RequestToSend {
  /// What to send when the document was refused by an earlier run, and its stored answer came back: what
  /// was missing then may be there now. nil when the answer is this run's own, or the document was taken in.
  ///
  /// The identifier derives from the earlier one's outcome, so that a document refused once and then taken
  /// in still is the same request however often it is sent.
  fileprivate func afterEarlierRefusal(_ completion: CompletionView) -> RequestToSend? {
    guard !completion.isSuccess, completion.correlationId != correlationId,
      let outcome = completion.eventId
    else { return nil }
    let digest = SHA256Digest.of(Array(outcome.utf8) + body)
    return RequestToSend(
      type: type, identifier: "ingest-\(digest.description)", source: source, body: body)
  }
}

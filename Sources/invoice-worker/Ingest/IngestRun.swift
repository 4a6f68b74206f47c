import AMQP
import Billing
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

  /// Sends them all; answers with the results in the documents' order.
  mutating func run() async throws(CommandFailure) -> [IngestResult] {
    var waiting = source.documents.indices[...]
    // Two equal documents are one request: both are answered by it.
    var open: [String: (request: RequestToSend, places: [Int])] = [:]
    var silence = Duration.zero
    while !waiting.isEmpty || !open.isEmpty {
      while open.count < Self.window, let index = waiting.popFirst() {
        guard let request = try request(at: index) else { continue }
        if open[request.identifier] != nil {
          open[request.identifier]?.places.append(index)
          continue
        }
        open[request.identifier] = (request, [index])
        try await sender.send(request, replyTo: receiver.queue)
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
        guard let identifier = delivery.properties.correlationID,
          let answered = open.removeValue(forKey: identifier)
        else { continue }
        let completion = try CompletionText.read(delivery.body)
        for index in answered.places {
          take(.answered(source.documents[index].place, completion), at: index)
        }
      }
    }
    show()
    bar.clear()
    return source.faults + results.sorted { $0.key < $1.key }.map(\.value)
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

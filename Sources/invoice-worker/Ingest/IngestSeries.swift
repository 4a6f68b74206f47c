import Billing
import Digest
import Messages
import Worker

/// Documents as requests, and what became of each.
struct IngestSeries: RequestSeries {
  private let source: IngestSource
  private var waiting: ArraySlice<Int>
  /// Documents that an earlier run was refused, to be sent anew.
  private var refusedEarlier: [(request: RequestToSend, part: Int)] = []
  /// Tells this run's answers from those stored of earlier ones.
  private let token = RandomIdentifier.make(prefix: "")
  private var bar: ProgressBar
  private var results: [Int: IngestResult] = [:]
  private var refusedCount = 0

  /// Requests under way at once.
  private static let window = 16

  static let sendingAgain = "ingest again: what is stored already is answered as before"

  init(source: IngestSource, console: Console) {
    self.source = source
    waiting = Array(source.documents.indices)[...]
    bar = ProgressBar(total: source.documents.count, of: "documents", console: console)
  }

  /// Sends them all; answers with the results in the documents' order.
  mutating func run(over exchange: RequestExchange) async throws(CommandFailure) -> [IngestResult] {
    try await exchange.run(&self, window: Self.window)
    clearProgress()
    return results.sorted { $0.key < $1.key }.map(\.value)
  }

  mutating func next() throws(CommandFailure) -> (request: RequestToSend, part: Int)? {
    if let again = refusedEarlier.popLast() { return again }
    while let index = waiting.popFirst() {
      let document = source.documents[index]
      switch try source.request(for: document) {
      case .success(let request): return (tagged(request), index)
      case .failure(let problem): note(.unread(document.place, problem.sentence), at: index)
      }
    }
    return nil
  }

  mutating func take(
    _ completion: CompletionView, to request: RequestToSend, of index: Int
  ) {
    if let next = request.afterEarlierRefusal(completion) {
      refusedEarlier.append((tagged(next), index))
      return
    }
    note(.answered(source.documents[index].place, completion), at: index)
  }

  /// A stored answer comes back with the request's correlation identifier of the run that it was made in.
  private func tagged(_ request: RequestToSend) -> RequestToSend {
    var request = request
    request.correlationId = "\(request.identifier)/\(token)"
    return request
  }

  private mutating func note(_ result: IngestResult, at index: Int) {
    results[index] = result
    if !result.isSuccess { refusedCount += 1 }
  }

  mutating func showProgress() {
    bar.show(
      done: results.count, note: refusedCount == 0 ? "" : "\(refusedCount) not taken in")
  }

  mutating func clearProgress() { bar.clear() }
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

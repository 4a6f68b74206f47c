import Billing
import Digest
import Messages
import UBL
import Worker

/// Documents as requests, and what became of each.
struct IngestSeries: RequestSeries {
  private let source: IngestSource
  private var waiting: ArraySlice<Int>
  /// Documents that an earlier run was refused, to be sent again.
  private var refusedEarlier: [(request: RequestToSend, part: Int)] = []
  /// Tells this run's answers from those stored of earlier ones.
  private let token = RandomIdentifier.make(prefix: "")
  private var bar: ProgressBar
  private let console: Console
  /// Whether results are shown as they come, as lines for people.
  private let isShown: Bool
  private var results: [IngestResult?]
  /// Of the documents that were sent: what their reader did to their texts.
  private var texts: [Int: [TextWarning]] = [:]
  private var settledCount = 0
  private var refusedCount = 0
  private var shownCount = 0

  /// Requests under way at once.
  private static let window = 16

  static let sendingAgain = "ingest again: what is stored already is answered as before"

  init(source: IngestSource, console: Console, isShown: Bool) {
    self.source = source
    self.console = console
    self.isShown = isShown
    results = Array(repeating: nil, count: source.documents.count)
    waiting = Array(source.documents.indices)[...]
    bar = ProgressBar(total: source.documents.count, of: "documents", console: console)
  }

  /// Sends them all, and shows each result as soon as those before it are shown.
  ///
  /// - Returns: the results in the documents' order, each document's, also when it ended early; and why it did.
  mutating func run(
    over exchange: RequestExchange
  ) async -> (results: [IngestResult], failure: CommandFailure?) {
    var failure: CommandFailure?
    do throws(CommandFailure) {
      try await exchange.run(&self, window: Self.window)
    } catch {
      failure = error
    }
    clearProgress()
    for index in source.documents.indices where results[index] == nil {
      let end: IngestResult.End = texts[index] == nil ? .notReached : .unanswered
      results[index] = IngestResult(place: source.documents[index].place, end: end)
    }
    show()
    return (results.compactMap(\.self), failure)
  }

  mutating func next() throws(CommandFailure) -> (request: RequestToSend, part: Int)? {
    if let again = refusedEarlier.popLast() { return again }
    while let index = waiting.popFirst() {
      let document = source.documents[index]
      switch try source.prepare(document) {
      case .success(let prepared):
        texts[index] = prepared.warnings
        return (tagged(prepared.request), index)
      case .failure(let problem): note(.unread(problem), at: index)
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
    note(.answered(completion), at: index)
  }

  /// A stored answer comes back with the request's correlation identifier of the run that it was made in.
  private func tagged(_ request: RequestToSend) -> RequestToSend {
    var request = request
    request.correlationId = "\(request.identifier)/\(token)"
    return request
  }

  private mutating func note(_ end: IngestResult.End, at index: Int) {
    let result = IngestResult(
      place: source.documents[index].place, end: end, texts: texts[index] ?? [])
    results[index] = result
    settledCount += 1
    if !result.isSuccess { refusedCount += 1 }
    show()
  }

  /// Shows what follows those shown already, up to the first document without a result.
  private mutating func show() {
    guard isShown else { return }
    while shownCount < results.count, let result = results[shownCount] {
      clearProgress()
      console.write(result.text + "\n")
      shownCount += 1
    }
  }

  mutating func showProgress() {
    bar.show(done: settledCount, note: refusedCount == 0 ? "" : "\(refusedCount) not ingested")
  }

  mutating func clearProgress() { bar.clear() }
}

extension RequestToSend {
  /// What to send when the document was refused by an earlier run, and its stored answer came back: what
  /// was missing then may be there now. nil when the answer is this run's own, or the document was ingested.
  ///
  /// The identifier derives from the earlier one's outcome, so that a document refused once and then
  /// ingested still is the same request however often it is sent.
  fileprivate func afterEarlierRefusal(_ completion: CompletionView) -> RequestToSend? {
    guard !completion.isSuccess, completion.correlationId != correlationId,
      let outcome = completion.eventId
    else { return nil }
    let digest = SHA256Digest.of(Array(outcome.utf8) + body)
    return RequestToSend(
      type: type, identifier: "ingest-\(digest.description)", source: source, body: body)
  }
}

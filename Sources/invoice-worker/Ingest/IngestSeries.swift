import Billing
import Messages
import Worker

/// Documents as requests, and what became of each.
struct IngestSeries: RequestSeries {
  private let source: IngestSource
  private var waiting: ArraySlice<Int>
  private var bar: ProgressBar
  private var results: [Int: IngestResult] = [:]
  private var refusedCount = 0

  /// Requests under way at once.
  private static let window = 16

  static let sendingAgain = "ingest again: what is stored already is answered as before"

  init(source: IngestSource, console: Console) {
    self.source = source
    waiting = Array(source.documents.indices)[...]
    bar = ProgressBar(total: source.documents.count, console: console)
  }

  /// Sends them all; answers with the results in the documents' order.
  mutating func run(over exchange: RequestExchange) async throws(CommandFailure) -> [IngestResult] {
    try await exchange.run(&self, window: Self.window)
    clearProgress()
    return source.faults + results.sorted { $0.key < $1.key }.map(\.value)
  }

  mutating func next() throws(CommandFailure) -> (request: RequestToSend, part: Int)? {
    while let index = waiting.popFirst() {
      let document = source.documents[index]
      switch try source.request(for: document) {
      case .success(let request): return (request, index)
      case .failure(let problem): note(.unread(document.place, problem.sentence), at: index)
      }
    }
    return nil
  }

  mutating func take(_ completion: CompletionView, of index: Int) {
    note(.answered(source.documents[index].place, completion), at: index)
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

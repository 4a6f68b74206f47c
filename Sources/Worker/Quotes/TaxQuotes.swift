import AMQP
package import Billing
import Synchronization
package import Tax

/// Asks a tax engine for the documents of the lanes, outside of any transaction, and counts what it answers.
package final class TaxQuotes: Sendable {
  /// What is known of documents so far: the key is the document itself.
  package typealias Answers = [TaxDocument: TaxAnswer]

  let client: TaxEngineClient
  private let estimatesWhileAway: Bool
  private let concurrency: Int
  private let metrics: WorkerMetrics
  /// Documents that are being asked about, or wait to be.
  private let underWay = Atomic<Int>(0)

  /// How often a request, or a chunk of a run, is settled with answers before it is put off: it is asked about again thrice, for
  /// documents that the facts have made anew.
  static let mostRounds = 4

  /// What the relay has of the calls at a time, however many documents are asked about: one of so many.
  private static let shareOfRelay = 8

  /// `concurrency` is how many calls the client makes at a time.
  package init(
    client: TaxEngineClient, concurrency: Int, estimatesWhileAway: Bool, metrics: WorkerMetrics
  ) {
    self.client = client
    self.concurrency = max(1, concurrency)
    self.estimatesWhileAway = estimatesWhileAway
    self.metrics = metrics
  }

  /// What requests are planned with; without answers it finds out what to ask.
  func engine(with answers: Answers = [:]) -> QuotedTaxEngine {
    QuotedTaxEngine(answers: answers, estimatesWhileAway: estimatesWhileAway)
  }

  /// Asks about all of them side by side, each once. Never called while a transaction is open, nor on a lane's thread.
  ///
  /// Ends within three tries of 10 s and two waits of 30 s, or at once when the client is aborted.
  @concurrent
  func ask(_ documents: [TaxDocument]) async -> Answers {
    FaultPoint.beforeQuote.reached()
    let answers = await withTaskGroup(of: (TaxDocument, TaxAnswer).self) { group in
      for document in Set(documents) {
        group.addTask { (document, await self.ask(document)) }
      }
      var answers: Answers = [:]
      for await (document, answer) in group { answers[document] = answer }
      return answers
    }
    FaultPoint.afterQuote.reached()
    return answers
  }

  private func ask(_ document: TaxDocument) async -> TaxAnswer {
    underWay.wrappingAdd(1, ordering: .relaxed)
    defer { underWay.wrappingSubtract(1, ordering: .relaxed) }
    let begun = MonotonicInstant.now
    let answer = await client.quote([document]).first ?? .away(reason: "it gave no answer")
    let taken = MonotonicInstant.now.nanoseconds - begun.nanoseconds
    metrics.add(answer, nanoseconds: taken)
    return answer
  }

  /// Calls at a time that are left for what was posted: somebody waits for a quote, and nobody for a commit.
  var roomForRelay: Int {
    max(
      1, concurrency / Self.shareOfRelay,
      concurrency - underWay.load(ordering: .relaxed))
  }

  /// Whether the engine is taken to be away.
  package var isAway: Bool { client.isAway }
}

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
  private let metrics: WorkerMetrics

  /// How often a request, or a chunk of a run, is planned again for documents that the facts have made anew, before it is put off.
  static let mostRounds = 3

  package init(client: TaxEngineClient, estimatesWhileAway: Bool, metrics: WorkerMetrics) {
    self.client = client
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
    let begun = MonotonicInstant.now
    let answer = await client.quote([document]).first ?? .away(reason: "it gave no answer")
    let taken = MonotonicInstant.now.nanoseconds - begun.nanoseconds
    metrics.add(answer, nanoseconds: taken)
    return answer
  }

  /// Whether the engine is taken to be away.
  package var isAway: Bool { client.isAway }

  /// Breaks off all calls: the engine is away for whoever asks.
  package func abort() { client.abort() }
}

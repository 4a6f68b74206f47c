import AMQP
import Billing
import CivilTime
import Storage

/// Chunks of runs whose taxes an engine elsewhere calculates: it is asked beside the lane, between two transactions.
extension Lane {
  /// Settles a message of the queue of runs. While the engine is away the run waits: the message is put back after a while, and comes
  /// to whichever worker is free.
  func settle(_ delivery: Delivery, by quotes: TaxQuotes, on number: Int) async {
    guard let message = read(delivery) else { return }
    surroundings.metrics.beginHolding(1)
    defer { surroundings.metrics.endHolding(1) }
    let course = Course(beside: number, quotes.engine())
    let identifiedAt = UTCInstant.now()
    var begun: Int?
    let found = await attempt(message, on: course) { () throws(StoreError) in
      let begun = try noteBegun(delivery, message, &begun)
      // What ended a worker may end this one, and is not planned but in its transaction.
      guard !message.isSelection, begun < RunChunk.splitWhenBegun else { return [TaxDocument]() }
      return try runs.documentsToAsk(
        for: message, .init(quotes.engine(), identifiedAt: identifiedAt), in: database.open())
    }
    var documents: [TaxDocument] = []
    switch found {
    case .committed(let needed): documents = needed
    // Its own transaction finds out what is the matter.
    case .failed: break
    case .locked, .stopped: return
    }
    var answers: TaxQuotes.Answers = [:]
    var rounds = 0
    while !isStopping {
      if !documents.isEmpty { answers.merge(await quotes.ask(documents)) { $1 } }
      // What a worker's own end breaks off is no word of the engine's.
      guard !isStopping else { return }
      let quoted = RunTransaction.Quoted(
        quotes.engine(with: answers), identifiedAt: identifiedAt)
      let done = await attempt(message, on: course) { () throws(StoreError) in
        try commit(message, .whole(begun: begun ?? 0), quoted: quoted)
      }
      let awaited: TaxesAwaited
      switch done {
      case .committed(let result):
        guard !result.awaited.isEmpty else {
          acknowledge(delivery, isIdle: !result.isDone)
          return
        }
        awaited = result.awaited
      case .locked, .stopped: return
      case .failed(let failure, _):
        await divide(delivery, message, after: failure, on: course)
        return
      }
      documents = awaited.unquoted
      rounds += 1
      guard rounds == TaxQuotes.mostRounds || awaited.away != nil else { continue }
      if await putBack(delivery, because: awaited) { return }
      // The broker does not take it back: what it needs is found out anew.
      (answers, documents, rounds) = ([:], [], 0)
    }
  }

  /// - Returns: false where it is still this worker's.
  private func putBack(_ delivery: Delivery, because awaited: TaxesAwaited) async -> Bool {
    reportDelay(because: awaited.away ?? Self.changingReason)
    await pauseForTaxes()
    guard !isStopping,
      await retries.putBack(delivery, isStopping: { self.isStopping })
    else { return false }
    surroundings.consumer.acknowledge([delivery.tag])
    return true
  }
}

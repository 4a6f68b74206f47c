import AMQP
import Billing
import Metrics
import Storage

/// Requests whose taxes an engine elsewhere calculates. They are asked about beside the lane, which goes on with others; no
/// transaction is open meanwhile.
extension Lane {
  /// Has an engine asked about those of a batch that need it.
  ///
  /// - Returns: the others, in their order.
  func askAbout(
    _ batch: [ReceivedRequest], _ beside: inout DiscardingTaskGroup
  ) async -> [ReceivedRequest] {
    guard surroundings.quotes != nil, batch.contains(where: \.mayAskTaxEngine) else { return batch }
    let (others, mayAsk) = (
      batch.filter { !$0.mayAskTaxEngine }, batch.filter(\.mayAskTaxEngine)
    )
    let attempt = await attempt(
      on: course, batchSize: batch.count, isGivenUp: false, isPatient: true,
      isOpened: { _ in false },
      { () throws(StoreError) in
        try transaction.toBeAsked(of: mayAsk, in: database.open())
      })
    switch attempt {
    case .committed(let (asking, ready)):
      ask(asking, &beside)
      return ReceivedRequest.byPhase(others + ready)
    // Their own transactions find out what is the matter, and which of them it is with.
    case .failed: return batch
    case .locked, .stopped: return []
    }
  }

  /// Has an engine asked about what the lane's own transactions have left out.
  func askAboutLeftOut(_ beside: inout DiscardingTaskGroup) {
    let asking = course.leftOut
    course.leftOut = []
    ask(asking, &beside)
  }

  static let changingReason = "what it is to be asked changes all the time"

  /// The number of a course beside the lane, that no lane and no other course has.
  func numberBeside() -> Int {
    coursesBeside += 1
    return Configuration.laneBounds.upperBound * coursesBeside + number
  }

  private func ask(_ asking: [LeftOutRequest], _ beside: inout DiscardingTaskGroup) {
    guard let quotes = surroundings.quotes, !asking.isEmpty else { return }
    let number = numberBeside()
    beside.addTask { await self.settle(asking, by: quotes, on: number) }
  }

  /// Asks and settles, again where facts have changed meanwhile. What the engine is away for waits in a retry queue.
  private func settle(_ requests: [LeftOutRequest], by quotes: TaxQuotes, on number: Int) async {
    surroundings.metrics.beginHolding(requests.count)
    defer { surroundings.metrics.endHolding(requests.count) }
    let course = Course(beside: number, quotes.engine())
    var asking = requests
    var answers: TaxQuotes.Answers = [:]
    var rounds = 0
    while !asking.isEmpty, !isStopping {
      let documents = asking.flatMap(\.awaited.unquoted)
      answers.merge(await quotes.ask(documents)) { $1 }
      // What a worker's own end breaks off is no word of the engine's.
      guard !isStopping else { return }
      course.quoted = quotes.engine(with: answers)
      let begun = surroundings.metrics.beginWork(0)
      await settle(asking.map(\.received), on: course)
      surroundings.metrics.endWork(0, since: begun)
      note(
        asking.map(\.received.delivery), settled: asking.count, took: begun.duration(to: .now))
      rounds += 1
      asking = course.leftOut
      course.leftOut = []
      guard rounds == TaxQuotes.mostRounds || asking.contains(where: { $0.awaited.away != nil })
      else { continue }
      let isLast = rounds == TaxQuotes.mostRounds
      let delayed = await delay(asking.filter { isLast || $0.awaited.away != nil })
      asking = delayed + asking.filter { !isLast && $0.awaited.away == nil }
      if !delayed.isEmpty {
        // No retry queue takes them: what they need is found out anew.
        answers = [:]
        rounds = 0
      }
    }
  }

  /// Takes requests to a retry queue, which is no attempt of theirs.
  ///
  /// - Returns: those that no retry queue takes, after as long as they would have been there.
  private func delay(_ requests: [LeftOutRequest]) async -> [LeftOutRequest] {
    var kept: [LeftOutRequest] = []
    for request in requests {
      let reason = request.awaited.away ?? Self.changingReason
      reportDelay(because: reason)
      let received = request.received
      switch await retries.delay(received, because: reason, isStopping: { self.isStopping }) {
      case .moved(let queue):
        surroundings.metrics.taxDelays.add(to: queue)
        surroundings.consumer.acknowledge([received.delivery.tag])
      case .notMoved: kept.append(LeftOutRequest(received, awaiting: TaxesAwaited()))
      case .stopped: stop()
      }
    }
    guard !kept.isEmpty else { return [] }
    await pauseForTaxes()
    return kept
  }

  /// As long as in the first retry queue, unless the lane stops.
  func pauseForTaxes() async {
    let end = ContinuousClock.now + .milliseconds(RetryQueue.tenSeconds.timeToLive)
    while !isStopping, ContinuousClock.now < end {
      // Cancelled only when the process ends at once.
      do { try await Task.sleep(for: Self.look) } catch { stop() }
    }
  }

  /// Between two looks whether the lane stops.
  private static let look = Duration.milliseconds(200)

  /// An engine whose circuit is open was reported when it opened.
  func reportDelay(because reason: String) {
    guard surroundings.quotes?.isAway == false else { return }
    surroundings.log.write(.taxesDelayed, once: taxWarning, ["reason": .text(reason)])
  }
}

import AMQP
import Billing
import CivilTime
import Mail
import Storage
import Synchronization
import Tax

/// Tells a tax engine what transactions have posted and voided (<doc:TaxEngineOverHTTP>), in every worker: leases tax transactions, calls
/// the engine about many of them side by side, and notes in the database what came of each.
///
/// Each call is counted, and the transaction marked as sent, durably before the engine hears of it. A call that is made again, by a
/// relay that does not know of the first, has the same key: the engine books it once. A document is committed before it is voided.
///
/// An engine that is away is tried with one transaction at a time; that it is away is said by whoever watches the client.
package final class TaxRelay: BackgroundTask {
  private let client: TaxEngineClient
  private let concurrency: @Sendable () -> Int
  private let settling: TaxSettling
  private let answers = TaxMailbox()
  /// Calls that were begun and are not noted.
  private let underWay = Mutex(0)
  private let ending = EndingFlag()
  private let log: Log
  private let warning = OncePerInterval()

  private static let interval = Duration.seconds(1)

  /// `concurrency` is how many calls there may be at a time, asked anew before each lease.
  init(
    client: TaxEngineClient, concurrency: @escaping @Sendable () -> Int,
    messages: BackgroundMessages, metrics: WorkerMetrics, log: Log
  ) {
    self.client = client
    self.concurrency = concurrency
    self.log = log
    settling = TaxSettling(
      messages: messages, ending: ending, metrics: metrics, log: log)
  }

  /// Runs until the task is cancelled, and then until what has begun is noted.
  package func run(over session: BackgroundSession) async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.tick() }
      answers.wake()
      for await _ in answers.wakes {
        do throws(StoreError) {
          try await note(&group, over: session)
        } catch {
          report(error)
        }
      }
    }
    // What the last calls came to.
    do throws(StoreError) {
      try await settling.settle(answers.take(), over: session)
    } catch {
      report(error)
    }
  }

  /// Breaks off what is being asked: the engine is not waited for any longer, nor the database after that. May be called from
  /// anywhere.
  package func abort() {
    ending.set()
    client.abort()
  }

  /// Asks each second whether anything is due: what another worker's transactions have stored tells nobody here.
  private func tick() async {
    while !Task.isCancelled {
      do { try await Task.sleep(for: Self.interval) } catch { return }
      answers.wake()
    }
  }

  /// Notes what calls came to, and begins as many as there is room for.
  private func note(
    _ group: inout DiscardingTaskGroup, over session: BackgroundSession
  ) async throws(StoreError) {
    let answered = answers.take()
    underWay.withLock { $0 -= answered.count }
    // Also where it cannot be noted: the lease ends, and the call is made again under its key.
    try await settling.settle(answered, over: session)
    let limit = TaxRoom.limit(
      underWay: underWay.withLock { $0 }, of: max(1, concurrency()), isAway: client.isAway,
      mayAsk: client.mayAsk)
    guard limit > 0, !Task.isCancelled else { return }
    let leased = try await session.run { session throws(StoreError) in
      let now = try session.now()
      return try session.leaseTaxes(
        limit: limit, now: now, until: now.adding(microseconds: TaxLease.duration))
    }
    underWay.withLock { $0 += leased.count }
    for one in leased {
      group.addTask { self.answers.add(await self.call(one)) }
    }
  }

  /// Asks the engine. Never called while a transaction is open.
  private func call(_ leased: LeasedTax) async -> TaxMailbox.Item {
    FaultPoint.beforeTax.reached()
    let answer: TaxTransition
    switch leased.call {
    case .commit(let commit): answer = .commitAnswered(await client.commit(commit))
    case .void(let void): answer = .voidAnswered(await client.void(void))
    case .impossible(let reason): answer = .commitAnswered(.invalid(reason: reason))
    }
    FaultPoint.afterTax.reached()
    // What this worker's own end breaks off is no word of the engine's.
    if answer.isAway, Task.isCancelled || ending.isSet { return .brokenOff(leased) }
    return .answered(AnsweredTax(leased, answer))
  }

  private func report(_ error: StoreError) {
    if error.kind == .contention {
      log.write(.taxesAwaitDatabase, ["error": .text(error.description)])
    } else {
      log.write(.taxesUnreadable, once: warning, ["error": .text(error.description)])
    }
  }
}

/// How long one relay holds a transaction, in microseconds.
enum TaxLease {
  /// Longer than a call with all its tries takes, which is a minute and a half, and its commit.
  static let duration: Int64 = 180 * 1_000_000
}

/// How many transactions a relay takes: pure.
package enum TaxRoom {
  /// `underWay` calls of at most `capacity` are; the engine `isAway` by what was heard last, and `mayAsk` says whether it is to be
  /// asked all the same.
  ///
  /// Few come together only where few are due: a lease is a commit, and so is each note.
  package static func limit(
    underWay: Int, of capacity: Int, isAway: Bool, mayAsk: Bool
  ) -> Int {
    guard mayAsk else { return 0 }
    // A probe.
    if isAway { return underWay == 0 ? 1 : 0 }
    let room = capacity - underWay
    return room * 2 >= capacity ? room : 0
  }
}

extension TaxTransition {
  fileprivate var isAway: Bool {
    switch self {
    case .commitAnswered(.away), .voidAnswered(.away): true
    default: false
    }
  }
}

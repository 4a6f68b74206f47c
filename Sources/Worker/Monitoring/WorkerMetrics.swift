import Billing
package import Messages
import Metrics
import Storage
import Synchronization

/// Everything that a worker counts, from its start: the one place for each number, whoever reads it (its log, `/metrics`,
/// `/status.json`). Adding takes no lock where requests go through.
package final class WorkerMetrics: Sendable {
  // MARK: Requests
  let requests: LabeledCounters<RequestLabel>
  let repeated: LabeledCounters<WorkQueue>
  let errors = OccurringCounters(most: 120)
  let waits: [WorkQueue: Histogram]
  let durations: [WorkQueue: Histogram]
  let batchSizes = Histogram(bounds: Bounds.counts)
  let phaseTimes = LabeledCounters(BatchPhase.allCases)
  let invoices = LabeledCounters(InvoiceAction.allCases)
  let invoicesMade = Counter()
  let lines = Counter()
  let retries = LabeledCounters(RetryQueue.allCases)
  let parked = OccurringCounters(most: 60)
  let replays = Counter()
  let deadLettersDropped = Counter()
  /// The classes of work that this worker takes requests of.
  let classes: [WorkQueue]

  // MARK: Runs
  let chunks = Counter()
  let selections = Counter()
  /// Nanoseconds that lanes spent on them, waits for locks and for the database included.
  let chunkTime = Counter()
  let selectionTime = Counter()
  let idleRunMessages = Counter()

  // MARK: Taxes
  let quotes = LabeledCounters(QuoteLabel.allCases)
  let quoteTimes = Histogram(bounds: Bounds.durations)
  /// Requests that wait in a retry queue for the tax engine: no attempts of theirs.
  let taxDelays = LabeledCounters(RetryQueue.allCases)
  /// For how long, in seconds, the oldest tax transaction has been in a state in which it does not end by itself.
  let taxAges = Reading<[TaxTransaction.State: Double]>(validity: .seconds(30))

  /// What the tax relay is still to tell the engine.
  let tax = Reading<RelayBacklog>(validity: .seconds(30))
  /// Documents that the engine has booked, or taken back, at the relay's word.
  let taxesTold = Counter()

  // MARK: Lanes
  /// Nanoseconds in which lanes had something in hand.
  let busyTime = Counter()
  let inHand = Atomic<Int>(0)
  let busyLanes = Atomic<Int>(0)

  // MARK: Events
  let published = LabeledCounters(EventType.allCases)
  /// What is no event: messages of runs, dead letters.
  let otherPublished = Counter()
  let unrouted = LabeledCounters(EventType.allCases)
  let eventDelays = Histogram(bounds: Bounds.delays)
  let emails = Counter()

  // MARK: Traces
  let spansExported = Counter()
  /// Which no collector took in time, or at all.
  let spansDropped = Counter()

  // MARK: Connections
  let links = ["consume": BrokerLink(), "publish": BrokerLink()]
  let staleSettlements = Counter()
  let unknownSettlements = Counter()
  let databaseErrors = LabeledCounters(DatabaseFailure.allCases)
  let databaseReconnects = Counter()
  let lastCommit = Atomic<Int64>(0)
  let isDatabaseAway = Atomic<Bool>(false)

  // MARK: What is read now and then
  let pauses = PauseTimes()
  let outbox = Reading<OutboxBacklog>(validity: .seconds(30))
  /// E-mails that wait for the mail relay.
  let mail = Reading<RelayBacklog>(validity: .seconds(30))
  /// Noted by whoever keeps the clock.
  let runs = Reading<RunBacklog>(validity: .seconds(30))
  /// Classes of work that an operator has paused.
  let pausedClasses = Reading<[String]>(validity: .seconds(30))
  /// Until when this worker keeps the clock, by its own clock.
  let leadsUntil = Atomic<Int64>(0)

  /// For a worker that takes requests of these classes.
  package init(classes: [WorkQueue] = WorkQueue.allCases) {
    let ofRequests = classes.filter { $0 != .run }
    self.classes = classes
    requests = LabeledCounters(
      ofRequests.flatMap { work in MeasuredOutcome.allCases.map { RequestLabel(work, $0) } })
    repeated = LabeledCounters(ofRequests)
    waits = Self.histograms(Bounds.waits, ofRequests)
    durations = Self.histograms(Bounds.durations, ofRequests)
  }

  private static func histograms(
    _ bounds: [Double], _ classes: [WorkQueue]
  ) -> [WorkQueue: Histogram] {
    Dictionary(
      classes.map { ($0, Histogram(bounds: bounds)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The bounds of histograms, in seconds where they are of times.
  enum Bounds {
    static let waits: [Double] = [
      1, 2, 5, 10, 30, 60, 120, 300, 900, 1_800, 3_600, 7_200, 21_600, 43_200,
    ]
    static let durations: [Double] = [
      0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30,
    ]
    static let delays: [Double] = [
      0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60,
    ]
    static let counts: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]
  }
}

/// What waits in the database to be published.
package struct OutboxBacklog: Hashable, Sendable {
  package let messages: Int
  /// Of the oldest event, in seconds; 0 when none waits.
  package let oldestAge: Double

  package init(messages: Int, oldestAge: Double) {
    self.messages = messages
    self.oldestAge = oldestAge
  }
}

/// What waits in the database for a relay that carries it out of the process.
package struct RelayBacklog: Hashable, Sendable {
  package let waiting: Int
  /// For how long the oldest has been due, in seconds; 0 when none is.
  package let oldestAge: Double

  package init(waiting: Int, oldestAge: Double) {
    self.waiting = waiting
    self.oldestAge = oldestAge
  }
}

/// Runs under way, and their chunks and selections that are not done.
package struct RunBacklog: Hashable, Sendable {
  package let running: Int
  package let openChunks: Int

  package init(running: Int, openChunks: Int) {
    self.running = running
    self.openChunks = openChunks
  }
}

/// How a call to the database failed, as it is counted.
package enum DatabaseFailure: String, Hashable, Sendable, CaseIterable {
  case unavailable
  case contention
  case fault

  init(_ kind: StoreError.Kind) {
    self =
      switch kind {
      case .unavailable: .unavailable
      case .contention: .contention
      case .environment, .constraint, .fault, .schemaMissing, .schemaTooNew: .fault
      }
  }
}

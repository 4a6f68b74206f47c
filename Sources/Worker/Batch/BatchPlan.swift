import Billing
import Messages
import Storage

/// What a batch's requests come to, gathered request by request: a value; nothing of it is numbered, encoded or stored.
struct BatchPlan {
  /// Requests gathered or left out: the first of the batch.
  private(set) var count = 0
  /// Rows that they will write, counted roughly: lines, error logs, records.
  private var weight = 0

  /// Rows that are planned before they are written: with the bytes that are handed over it bounds what a batch of large
  /// requests holds in memory, and how long its transaction is. What settles oldest first counts on it
  /// (``Billing/RequestedSettlement/mostTogether``).
  private static let mostWeight = 20_000

  /// In order of delivery, as are the others.
  private(set) var planned: [PlannedRequest] = []
  private(set) var repeated: [RepeatedRequest] = []
  private(set) var unidentified: [(received: ReceivedRequest, message: UnidentifiedMessage)] = []
  /// All of these.
  private(set) var settled: [ReceivedRequest] = []
  /// Not to be settled by this transaction.
  private(set) var leftOut: [LeftOutRequest] = []
  /// By their keys, for those that repeat one.
  private(set) var keysLeftOut: [RequestKey: TaxesAwaited] = [:]
  /// Invoice lines made.
  private(set) var lines = 0

  /// A request that is answered from an outcome that its key has already.
  struct RepeatedRequest {
    let received: ReceivedRequest
    let header: IdentifiedHeader
    /// The outcome that was stored before this batch; one that the batch itself gives the key comes first.
    let stored: StoredRequest?
  }

  /// Whether what was gathered fills a transaction.
  var isFull: Bool { weight >= Self.mostWeight }

  /// Gathers a request that is decided. `replaced` is the outcome that this one takes the place of.
  mutating func add(
    _ received: ReceivedRequest, _ header: IdentifiedHeader, _ decision: Decision,
    replacing replaced: StoredRequest?
  ) {
    var decision = decision
    if received.isReplyRefused { decision.warnings.append(.replyToRefused) }
    decision.errorLogs = ErrorLogEntry.bounded(decision.errorLogs, of: header.key)
    planned.append(PlannedRequest(received, header, decision, replacing: replaced))
    settled.append(received)
    count += 1
    let lines = decision.lineCount
    weight += lines + decision.errorLogs.count + decision.effects.rowCount
    self.lines += lines
  }

  /// Gathers a request whose key has an outcome, stored or of an earlier request of this batch.
  mutating func answer(
    _ received: ReceivedRequest, _ header: IdentifiedHeader, from stored: StoredRequest?
  ) {
    repeated.append(RepeatedRequest(received: received, header: header, stored: stored))
    settled.append(received)
    count += 1
  }

  /// Leaves out a request whose decision awaits a tax engine, and with it those of the batch that repeat it.
  mutating func leaveOut(
    _ received: ReceivedRequest, _ key: RequestKey, awaiting awaited: TaxesAwaited
  ) {
    leftOut.append(LeftOutRequest(received, awaiting: awaited))
    keysLeftOut[key] = awaited
    count += 1
  }

  /// Gathers a message without a key: it is logged and goes to the dead letters.
  mutating func add(_ received: ReceivedRequest, _ message: UnidentifiedMessage) {
    unidentified.append((received, message))
    settled.append(received)
    count += 1
  }
}

extension Effects {
  /// Rows that they write besides the lines of invoices made, counted roughly.
  fileprivate var rowCount: Int {
    let changed = invoices.changed.reduce(0) { count, change in
      count + 1 + (change.changesLines ? change.invoice.lines.count : 0)
    }
    let memos = ledger.creditMemos.reduce(0) { $0 + 1 + $1.lines.count }
    return records.count + progress.count + changed + memos + ledger.changedCreditMemos.count
      + ledger.payments.count + ledger.changedPayments.count + ledger.applications.count
      + ledger.refunds.count + ledger.reversals.count + emails.queued.count + emails.changed.count
      + taxes.opened.count + taxes.changed.count
      + tasks.requested.count + tasks.reported.count
  }
}

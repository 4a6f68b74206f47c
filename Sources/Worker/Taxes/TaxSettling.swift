import AMQP
import Billing
import CivilTime
import Mail
import Messages
import Metrics
import Storage

/// Writes what an engine has answered, in one transaction with the error logs and their events.
struct TaxSettling: Sendable {
  private let messages: BackgroundMessages
  private let untilNoted: UntilNoted
  private let metrics: WorkerMetrics
  private let log: Log
  private let warning = OncePerInterval()

  init(
    messages: BackgroundMessages, ending: EndingFlag, metrics: WorkerMetrics, log: Log
  ) {
    self.messages = messages
    self.metrics = metrics
    untilNoted = UntilNoted(ending: ending)
    self.log = log
  }

  /// Notes answers until they are noted, or this worker's end, and gives back what was broken off. Answers that cannot be noted
  /// together are noted one by one: one that cannot be noted at all keeps up no other.
  func settle(
    _ items: [TaxMailbox.Item], over session: BackgroundSession
  ) async throws(StoreError) {
    var answers: [AnsweredTax] = []
    var brokenOff: [LeasedTax] = []
    for item in items {
      switch item {
      case .answered(let answer): answers.append(answer)
      case .brokenOff(let leased): brokenOff.append(leased)
      }
    }
    if !brokenOff.isEmpty {
      let given = brokenOff
      try await session.run { session throws(StoreError) in try session.releaseTaxes(given) }
    }
    guard !answers.isEmpty else { return }
    do throws(StoreError) {
      try await note(answers, over: session)
    } catch {
      guard answers.count > 1, !error.isOfDatabase else { throw error }
      for answer in answers {
        do throws(StoreError) {
          try await note([answer], over: session)
        } catch {
          log.write(
            .taxAnswerDropped, once: warning,
            [
              "document": .text(answer.leased.transaction.id.text),
              "error": .text(error.description),
            ])
        }
      }
    }
  }

  private func note(
    _ answers: [AnsweredTax], over session: BackgroundSession
  ) async throws(StoreError) {
    try await untilNoted.run(
      reporting: { error in
        log.write(.taxAnswerNotNoted, once: warning, ["error": .text(error.description)])
      }
    ) { () throws(StoreError) in
      _ = try await messages.submit(over: session) {
        transaction, messages, now throws(StoreError) in
        let settled = try transaction.settle(answers, at: now)
        try Self.record(settled, &messages, at: now, in: transaction)
        FaultPoint.insideTaxNote.reached()
        return !settled.isEmpty
      }
    }
    metrics.taxesTold.add(answers.count { $0.answer.isTaken })
  }

  private static func record(
    _ settled: [SettledTax], _ messages: inout BatchMessages, at now: UTCInstant,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    var failed: [SettledTax] = []
    var occurrences: [ErrorLogOccurrence] = []
    var done: Set<RecordReference> = []
    for one in settled where one.after.state != one.before.state {
      if let entry = one.after.failureLog(of: one.name) {
        failed.append(one)
        occurrences.append(
          ErrorLogOccurrence(entry.fitting, requestIdentifier: one.leased.request.identifier))
      } else if one.after.call == nil {
        done.insert(one.after.subject.record)
      }
    }
    let logs = try transaction.record(occurrences, at: now)
    for (one, log) in zip(failed, logs) {
      messages.announce(messages.encoder.errorLog(log, of: one.leased.request, trace: nil))
    }
    guard !done.isEmpty else { return }
    var records = SettledRecords()
    records.changed[.taxReporting] = done
    try transaction.resolveErrorLogs(of: records, at: now)
  }
}

extension TaxTransition {
  /// Whether the engine has done what it was told.
  fileprivate var isTaken: Bool {
    switch self {
    case .commitAnswered(.committed), .commitAnswered(.variance), .voidAnswered(.voided),
      .voidAnswered(.credited):
      true
    default: false
    }
  }
}

extension SettledTax {
  /// As an error log names the document.
  fileprivate var name: String {
    switch after.subject {
    case .invoice: "invoice \(leased.name)"
    case .creditMemo: "credit memo \(leased.name)"
    }
  }
}

extension StoreError {
  /// Whether it says nothing of what was to be noted.
  fileprivate var isOfDatabase: Bool {
    switch kind {
    case .unavailable, .contention, .environment: true
    default: false
    }
  }
}

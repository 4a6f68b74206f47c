import AMQP
import Billing
import CivilTime
import Messages

/// Keeps what a request comes to within what a broker takes, before anything of it is stored.
///
/// RabbitMQ 4 refuses messages beyond 16 MiB, and closes the channel over them. An event that can never be sent would
/// wait in the outbox for ever, so the request is refused that would make one (<doc:Requests#Limits>).
struct MessageSize {
  /// Bytes of an event or a reply, at most.
  static let limit = 15 << 20

  /// Bytes that are not known while a request is planned: an invoice number, error log numbers, what an event of a
  /// task has beside the invoice.
  private static let margin = 64 << 10

  /// Lines up to which an invoice, and bytes up to which a request, cannot come to a message that large: encoding
  /// twice to measure is for the few that might.
  private static let measuredLines = 500
  private static let measuredBody = 256 << 10

  let encoder: EventEncoder

  /// The decision, or the one that takes its place because a message of it would be too large.
  func fitting(
    _ decision: Decision, of received: ReceivedRequest, _ header: IdentifiedHeader,
    at now: UTCInstant
  ) -> Decision {
    let isLong = received.delivery.body.count > Self.measuredBody
    // Those of stored invoices that change, and of memos, carry the head alone where they would be too long.
    for invoice in decision.effects.invoices.made
    where isLong || invoice.lines.count > Self.measuredLines {
      let size = encoder.invoice(invoice, time: now, trace: header.trace).body.count + Self.margin
      guard size <= Self.limit else {
        return Self.refusal(
          of: header.key, "The event of the invoice \(invoice.groupingKey)", size,
          "Bill up to an earlier target date first, name fewer billing schedules, or divide what is ingested into"
            + " several invoices.",
          account: invoice.accountId)
      }
    }
    guard isLong || Self.mayBeLong(decision) else { return decision }
    let size = completionSize(decision, of: received, header, at: now)
    guard size > Self.limit else { return decision }
    if decision.isWithoutEffect, decision.answer.previews == nil {
      return Self.shortened(decision)
    }
    return Self.refusal(
      of: header.key, "The completion", size,
      decision.answer.previews == nil
        ? "Name fewer billing schedules or records in one request."
        : "Ask for fewer periods, or name fewer billing schedules.",
      account: nil)
  }

  /// Why an invoice cannot be made of a run, for no broker takes its event; nil where it can.
  func refusal(of invoice: Invoice, at now: UTCInstant) -> Fault? {
    guard invoice.lines.count > Self.measuredLines else { return nil }
    let size = encoder.invoice(invoice, time: now, trace: nil).body.count + Self.margin
    guard size > Self.limit else { return nil }
    return Fault(
      code: .limitExceeded,
      message:
        "The event of the invoice \(invoice.groupingKey) would have \(size) bytes; the limit is"
        + " \(Self.limit) bytes a message. Bill up to an earlier target date first.")
  }

  private func completionSize(
    _ decision: Decision, of received: ReceivedRequest, _ header: IdentifiedHeader,
    at now: UTCInstant
  ) -> Int {
    let completion = Completion(
      header: header, decision: decision, attempts: Int(clamping: received.attempts),
      receivedAt: received.receivedAt, completedAt: now, replayOf: received.replayOf)
    // Each log's number is listed: the prefix, the quotation marks and the digits.
    return encoder.completion(completion).body.count + decision.errorLogs.count * 32 + Self.margin
  }

  /// Whether the completion might be too large: counted from above, without encoding it.
  private static func mayBeLong(_ decision: Decision) -> Bool {
    // A character takes six bytes at most where it is escaped.
    func size(of faults: [Fault]) -> Int {
      faults.reduce(0) {
        $0 + 512 + 6 * ($1.message.utf8.count + ($1.pointer?.utf8.count ?? 0))
      }
    }
    var bytes = size(of: decision.errors) + size(of: decision.warnings)
    for result in decision.answer.invoices {
      bytes += 2_048
      switch result {
      case .made(let index): bytes += decision.effects.invoices.made[index].lines.count * 256
      case .existing(let summary):
        bytes += (summary.billingScheduleIds.count + summary.orderIds.count) * 128
      case .failed(_, let schedules, let faults):
        bytes += schedules.count * 128 + size(of: faults)
      case .refused(_, let summary, let faults):
        bytes += size(of: faults)
        bytes += ((summary?.billingScheduleIds.count ?? 0) + (summary?.orderIds.count ?? 0)) * 128
      }
    }
    bytes += decision.effects.ledger.answeredBytes
    // Ten addresses of the longest.
    bytes += decision.answer.emails.count * 4_096
    // A message of 1,000 characters.
    bytes += decision.answer.tasks.reduce(0) { $0 + 1_024 + 6 * ($1.message?.utf8.count ?? 0) }
    for result in decision.answer.contractResults ?? [] {
      bytes += 1_024 + size(of: result.faults) + result.invoiceIds.count * 64
    }
    if let previews = decision.answer.previews {
      bytes += previews.reduce(0) { $0 + 8_192 + $1.lines.count * 8_192 }
    }
    return bytes > limit
  }

  private static func refusal(
    of key: RequestKey, _ what: String, _ size: Int, _ remedy: String, account: Account.ID?
  ) -> Decision {
    let message =
      "\(what) would have \(size) bytes; the limit is \(limit) bytes a message. \(remedy)"
    return Decision(
      outcome: .failed, errors: [Fault(code: .limitExceeded, message: message)],
      errorLogs: [
        ErrorLogEntry(
          category: .request, code: .limitExceeded, message: message,
          primaryRecord: RecordReference(type: .request, id: key.identifier), accountId: account)
      ])
  }

  /// A refusal whose faults quote what was sent, at length: the same with less of each.
  private static func shortened(_ decision: Decision) -> Decision {
    func cut(_ text: String) -> String {
      text.utf8.count > 1_024 ? String(text.unicodeScalars.prefix(1_000)) + "…" : text
    }
    func cut(_ faults: [Fault]) -> [Fault] {
      faults.prefix(1_000).map {
        Fault(
          code: $0.code, message: cut($0.message), pointer: $0.pointer.map(cut), source: $0.source)
      }
    }
    var shorter = decision
    shorter.errors = cut(decision.errors)
    shorter.warnings = cut(decision.warnings)
    shorter.errorLogs = decision.errorLogs.prefix(1_000).map {
      ErrorLogEntry(
        category: $0.category, severity: $0.severity, code: $0.code, message: cut($0.message),
        primaryRecord: $0.primaryRecord, relatedRecord: $0.relatedRecord, accountId: $0.accountId)
    }
    return shorter
  }
}

extension LedgerEffects {
  /// Bytes that the completion has at most of what is added to the ledger: heads and rows.
  fileprivate var answeredBytes: Int {
    (creditMemos.count + changedCreditMemos.count + payments.count + changedPayments.count
      + refunds.count + reversals.count) * 4_096 + applications.count * 1_024
  }
}

extension Decision {
  /// Whether it stores nothing but its outcome and error logs.
  fileprivate var isWithoutEffect: Bool {
    answer.invoices.isEmpty && effects.isEmpty
  }
}

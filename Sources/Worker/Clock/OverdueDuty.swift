import Billing
import CivilTime
import Messages
import Storage

/// Reports what is overdue, once for each due date with an open amount (<doc:Lifecycle#Due-by-the-clock>).
struct OverdueDuty: ClockDuty {
  let messages: BackgroundMessages

  var name: String { "reporting what is overdue" }

  /// Invoices of one transaction.
  private static let atOnce = 100

  /// Reports no more than can be published from memory: after a long outage what is overdue waits in its own rows, not in the
  /// outbox, whose length pauses consumption.
  func turn(over session: BackgroundSession) async throws(StoreError) -> Bool {
    let limit = min(Self.atOnce, messages.output.room)
    guard limit > 0 else { return false }
    return try await messages.submit(over: session) { transaction, messages, _ throws(StoreError) in
      try Self.report(limit, &messages, in: transaction) == limit
    }
  }

  /// How many invoices were looked at.
  private static func report(
    _ limit: Int, _ messages: inout BatchMessages, in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> Int {
    var needed = FactsNeeded()
    needed.invoices.heads = try transaction.overdueInvoices(
      before: try transaction.now().date, limit: limit)
    guard !needed.invoices.heads.isEmpty else { return 0 }
    // Their accounts are locked now: an invoice that has just been paid is not reported.
    let facts = try transaction.load(needed).facts
    let now = try transaction.now()
    // What opened again is looked at once more, and reported unless it was before. One of a single due date never is.
    let reported = try transaction.reportedDueDates(
      of: Set(facts.invoices.values.lazy.filter { $0.instalments.count > 1 }.map(\.id)))
    var rows: [InvoiceEvent] = []
    for id in needed.invoices.heads.sorted() {
      guard let invoice = facts.invoices[id] else { continue }
      let noted = invoice.reportingOverdue(on: now.date)
      guard try transaction.noteOverdue(noted, before: now.date) else { continue }
      for overdue in invoice.unreportedOverdue(on: now.date, reported: reported[id] ?? [:]) {
        rows.append(.overdue(overdue, of: id, at: now))
        messages.announce(
          messages.encoder.overdue(invoice, instalment: overdue.index, time: now))
      }
    }
    try transaction.record(rows)
    return needed.invoices.heads.count
  }
}

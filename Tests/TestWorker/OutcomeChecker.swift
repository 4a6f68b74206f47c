import Billing
import CivilTime
import Monetary
import SQLite
import Storage
import TestSupport

/// Counts, after everything that could go wrong has: what the guarantees promise, in the database and among
/// the events.
package struct OutcomeChecker {
  let system: RunningSystem

  package init(_ system: RunningSystem) { self.system = system }

  /// Waits until every event is published and its row deleted, and has arrived.
  package func awaitPublished(within limit: Duration = patience) async throws {
    try await eventually("every event is published and its row deleted", within: limit) {
      try system.count("SELECT count(*) FROM outbox_message") == 0
    }
    let stored = Set(
      try system.column(
        "SELECT completion_event_id FROM request WHERE completion_event_id IS NOT NULL"))
    try await eventually("every event has arrived", within: limit) {
      stored.isSubset(of: Set(system.events.messages.map(\.id)))
    }
  }

  /// Gives what workers that are gone had leased to whoever asks first, as a minute's wait would.
  package func endLeases() throws {
    try system.execute("UPDATE outbox_message SET leased_until = created_at")
  }

  /// Everything that is not as promised, a sentence each, given the identifiers of the requests that the
  /// broker has confirmed to their sender.
  package func violations(confirmed: [String]) throws -> [String] {
    let invoices = try storedInvoices()
    return try outcomes(of: confirmed) + completions(of: confirmed) + events(of: invoices)
      + ingestions(confirmed: confirmed, invoices) + periods(of: invoices)
      + numbers(of: invoices) + invoices.flatMap(sums) + progress(of: invoices)
      + ledger(of: invoices)
  }

  private func storedInvoices() throws -> [Invoice] {
    try system.column("SELECT DISTINCT account_id FROM invoice ORDER BY 1")
      .flatMap { try system.invoices(of: $0) }
  }

  /// Every confirmed request has exactly one outcome.
  private func outcomes(of confirmed: [String]) throws -> [String] {
    var counts: [String: Int] = [:]
    for id in try system.column("SELECT identifier FROM request WHERE outcome IS NOT NULL") {
      counts[id, default: 0] += 1
    }
    let open = try system.count("SELECT count(*) FROM request WHERE outcome IS NULL")
    return confirmed.filter { counts[$0] != 1 }
      .map { "request \($0) has \(counts[$0] ?? 0) outcomes" }
      + (open > 0 ? ["\(open) requests are claimed and have no outcome"] : [])
  }

  /// Every confirmed request has a completion; after dropping repeats by event identifier, one.
  private func completions(of confirmed: [String]) throws -> [String] {
    var found: [String: [RecordedMessage]] = [:]
    for event in system.events.messages where event.routingKey == "invoice-request.completed.v1" {
      found[event.data["requestIdentifier"].text ?? "", default: []].append(event)
    }
    var violations: [String] = []
    for id in confirmed {
      let events = found[id, default: []].filter { $0.data["conflictsWith"].isNull }
      let count = Set(events.map(\.id)).count
      if count != 1 { violations.append("request \(id) has \(count) completions") }
      if Set(events.map(\.body)).count > 1 {
        violations.append("the completion of \(id) changes between repeats")
      }
    }
    let known = Set(try system.column("SELECT identifier FROM request"))
    for id in found.keys where !known.contains(id) {
      violations.append("a completion of \(id) was published, and no outcome is stored")
    }
    return violations
  }

  /// What the timeline calls it, and the event that tells it.
  private static let tellsOfInvoice = [
    "Drafted": "invoice.drafted.v1", "Posted": "invoice.posted.v1",
    "Ingested": "invoice.ingested.v1", "Canceled": "invoice.canceled.v1",
    "Voided": "invoice.voided.v1",
  ]

  /// Every stored invoice has one event of each turn that its timeline tells, one of its making among them; no other
  /// invoice has any.
  private func events(of invoices: [Invoice]) throws -> [String] {
    var announced: [String: [String: Set<String>]] = [:]
    let types = Set(Self.tellsOfInvoice.values)
    for event in system.events.messages where types.contains(event.routingKey) {
      announced[event.data["invoiceId"].text ?? "", default: [:]][event.routingKey, default: []]
        .insert(event.id)
    }
    var turns: [String: [String]] = [:]
    for row in try system.column("SELECT invoice_id || ' ' || kind FROM invoice_event") {
      let parts = row.split(separator: " ").map(String.init)
      guard let type = Self.tellsOfInvoice[parts[1]] else { continue }
      turns[parts[0], default: []].append(type)
    }
    let stored = Set(invoices.map(\.id.text))
    var violations = announced.keys.filter { !stored.contains($0) }
      .map { "an event announces the invoice \($0), which is not stored" }
    for id in stored {
      let expected = turns[id] ?? []
      if expected.isEmpty { violations.append("invoice \(id) has 0 events in its timeline") }
      for type in types {
        let count = announced[id]?[type]?.count ?? 0
        let told = expected.count { $0 == type }
        if count != told || told > 1 {
          violations.append(
            "invoice \(id) has \(count) events \(type), and \(told) in its timeline")
        }
      }
    }
    return violations
  }

  /// A confirmed request that ingested has one invoice, which is stored; an ingested invoice has one such request.
  private func ingestions(confirmed: [String], _ invoices: [Invoice]) throws -> [String] {
    let ingested = Set(
      try system.column(
        "SELECT identifier FROM request WHERE type = 'invoice.ingest.v1' AND outcome = 'Succeeded'")
    )
    var named: [String: Set<String>] = [:]
    for event in system.events.messages where event.routingKey == "invoice-request.completed.v1" {
      let request = event.data["requestIdentifier"].text ?? ""
      guard ingested.contains(request), event.data["conflictsWith"].isNull else { continue }
      named[request, default: []].formUnion(event.data["invoices"].texts("invoiceId"))
    }
    let external = invoices.filter { $0.creationMode == .external }.map(\.id.text)
    let requests = Dictionary(
      named.flatMap { request, invoices in invoices.map { ($0, [request]) } }, uniquingKeysWith: +)
    return confirmed.filter { ingested.contains($0) && named[$0]?.count != 1 }
      .map { "request \($0) ingested \(named[$0]?.count ?? 0) invoices" }
      + named.flatMap { request, invoices in
        invoices.filter { !external.contains($0) }
          .map { "request \(request) ingested the invoice \($0), which is not stored" }
      }
      + external.filter { requests[$0]?.count != 1 }
      .map { "the invoice \($0) was ingested by \(requests[$0]?.count ?? 0) requests" }
  }

  /// No day of a schedule is on two live invoices, and none between two that are is on none.
  private func periods(of invoices: [Invoice]) -> [String] {
    var periods: [BillingSchedule.ID: [CivilPeriod]] = [:]
    for line in invoices.filter(\.status.isLive).flatMap(\.lines) {
      guard let schedule = line.billingScheduleId else { continue }
      if let period = line.period { periods[schedule, default: []].append(period) }
    }
    return periods.flatMap { schedule, periods in
      let ordered = periods.sorted { $0.from < $1.from }
      return zip(ordered, ordered.dropFirst()).compactMap { earlier, later in
        earlier.to == later.from
          ? nil : "schedule \(schedule) is billed to \(earlier.to) and then from \(later.from)"
      }
    }
  }

  /// Posted invoices and memos have the numbers from 1 on of each sequence, each once; drafts have none. A sequence is
  /// known by what stands before the last hyphen.
  private func numbers(of invoices: [Invoice]) throws -> [String] {
    var violations: [String] = []
    var values: [String: [Int]] = [:]
    func note(_ number: String) {
      let parts = number.split(separator: "-")
      let value = parts.last.flatMap { Int($0) } ?? -1
      values[parts.dropLast().joined(separator: "-"), default: []].append(value)
    }
    // What is ingested may bring its number with it.
    for invoice in invoices
    where invoice.creationMode == .generated || invoice.numberOrigin != nil {
      switch (invoice.status, invoice.number) {
      case (.posted, let number?), (.voided, let number?): note(number)
      case (.posted, nil), (.voided, nil):
        violations.append("posted invoice \(invoice.id) has no number")
      case (.draft, let number?): violations.append("draft \(invoice.id) has number \(number)")
      case (.draft, nil), (.canceled, nil): break
      case (.canceled, let number?):
        violations.append("canceled draft \(invoice.id) has number \(number)")
      }
    }
    for number in try system.column("SELECT credit_memo_number FROM credit_memo") { note(number) }
    for (sequence, values) in values where values.sorted() != Array(1..<(values.count + 1)) {
      violations.append(
        "the numbers are \(sequence) \(values.sorted()), not 1 to \(values.count)")
    }
    return violations
  }

  /// An invoice's totals are the sums of its lines and taxes; what became of its balance, the ledger says.
  private func sums(of invoice: Invoice) throws -> [String] {
    let zero = Money.zero(invoice.currency)
    let amount = try invoice.lines.reduce(zero) { try $0.adding($1.amount) }
    let tax = try invoice.lines.flatMap(\.taxes).reduce(zero) { try $0.adding($1.amount) }
    let whole = try amount.adding(tax)
    guard
      invoice.totalAmount == amount, invoice.totalTaxAmount == tax,
      invoice.totalAmountWithTax == whole, invoice.payable == whole
    else { return ["the totals of invoice \(invoice.id) are not the sums of its lines"] }
    return []
  }

  /// What a schedule counts as billed is what its lines come to.
  private func progress(of invoices: [Invoice]) throws -> [String] {
    var billed: [String: ExactDecimal] = [:]
    for line in invoices.filter(\.status.isLive).flatMap(\.lines) {
      guard let schedule = line.billingScheduleId else { continue }
      billed[schedule.text] = try billed[schedule.text, default: 0].adding(line.amount.decimal)
    }
    return try system.column("SELECT id || ' ' || billed_amount FROM billing_schedule")
      .compactMap { row in
        let parts = row.split(separator: " ")
        let id = String(parts[0])
        let stored = ExactDecimal(wire: parts[1])
        return stored == billed[id] ?? 0
          ? nil : "schedule \(id) counts \(parts[1]) as billed; its lines do not"
      }
  }
}

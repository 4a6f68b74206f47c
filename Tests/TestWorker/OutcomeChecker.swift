import Billing
import Storage
import TestSupport

/// Counts, after everything that could go wrong has: what the guarantees promise, in the database, which the program's
/// own audit checks, and among the events.
package struct OutcomeChecker {
  private let system: RunningSystem

  package init(_ system: RunningSystem) { self.system = system }

  /// Waits until every event is published and its row deleted, and has arrived.
  package func awaitPublished(within limit: Duration = patience) async throws {
    try await eventually("every event is published and its row deleted", within: limit) {
      try system.countUnsent() == 0
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
    for table in ["outbox_message", "outbox_pack"] {
      try system.execute("UPDATE \(table) SET leased_until = created_at")
    }
  }

  /// Everything that is not as promised, a sentence each, given the identifiers of the requests that the
  /// broker has confirmed to their sender.
  package func violations(confirmed: [String]) throws -> [String] {
    let invoices = try storedInvoices()
    return try outcomes(of: confirmed) + completions(of: confirmed) + events(of: invoices)
      + ingestions(confirmed: confirmed, invoices) + audit()
  }

  /// What the database alone can break: the rules are the audit's.
  private func audit() throws -> [String] {
    try system.queries { try Audit.run(over: $0).checks.flatMap(\.breaches) }
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
    return confirmed.filter { counts[$0] != 1 }
      .map { "request \($0) has \(counts[$0] ?? 0) outcomes" }
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
}

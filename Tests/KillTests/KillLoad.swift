import AMQP
import TestSupport
import TestWorker
import Testing

/// What flows while workers are killed: for each account a request a month, Draft and Posted in turn, a document a month
/// to ingest, under two identifiers; all of it sent twice; and requests that are refused.
struct KillLoad {
  let accounts: [String]
  let months: Int
  let numbering: Numbering

  /// What numbers the invoices.
  enum Numbering: CaseIterable {
    case builtIn
    /// Two legal entities with a policy each, one Gapless and one Basic, and a policy for all others.
    case policies

    /// What stands before the values.
    var sequences: Set<String> {
      switch self {
      case .builtIn: ["INV-2026"]
      case .policies: ["L", "M", "R"]
      }
    }
  }

  init(accounts: Int, months: Int, numbering: Numbering) {
    self.accounts = (1...accounts).map { "A\($0)" }
    self.months = months
    self.numbering = numbering
  }

  private var policies: [JSONLiteral] {
    guard numbering == .policies else { return [] }
    return ["L", "M"].map { id in
      [
        "type": "LegalEntity", "id": .text(id), "name": .text(id),
        "address": ["street": "1", "city": "Springfield", "postalCode": "12345", "country": "US"],
      ]
    }
      + [("L", "L", "Gapless"), ("M", "M", "Basic"), ("R", nil, "Gapless")].map {
        (id: String, entity: String?, mode: String) in
        [
          "type": "SequencePolicy", "id": .text(id),
          "legalEntityId": entity.map { .text($0) } ?? .null, "mode": .text(mode),
          "pattern": .text("\(id)-{SequenceValue}"), "dateStampFormat": "None", "isActive": true,
        ]
      }
  }

  /// The accounts take turns.
  private func legalEntity(of place: Int) -> JSONLiteral {
    numbering == .builtIn ? .null : ["L", "M", .null][place % 3]
  }

  private var records: [JSONLiteral] {
    [
      SampleRecords.taxTreatment("T", code: "STD"),
      SampleRecords.taxRate("R", code: "STD", percent: "7.7"),
    ]
      + policies
      + accounts.enumerated().flatMap { place, account in
        [
          SampleRecords.account(account, ["legalEntityId": legalEntity(of: place)]),
          SampleRecords.schedule(
            account, account: account, amount: "33.33", ["taxTreatmentId": "T"]),
          SampleRecords.schedule("\(account).second", account: account, amount: "0.01"),
        ]
      }
  }

  /// Every one twice, the second time later.
  var requests: [SampleRequest] {
    var requests = accounts.flatMap { account in
      (1...months).map { month in
        SampleRequest.generate(
          id: "\(account)-\(month)", action: month.isMultiple(of: 2) ? "Draft" : "Posted",
          ["accountId": .text(account)], targetDate: "2026-0\(month + 1)-01")
      }
    }
    requests += accounts.flatMap { account in
      (1...months).flatMap { month in
        ["document", "copy"].map { name in
          SampleRequest.ingest(
            id: "\(account)-\(month)-\(name)", document: "\(account)/\(month)", account: account,
            action: month.isMultiple(of: 2) ? "Posted" : "Draft")
        }
      }
    }
    requests.append(.generate(id: "unknown", ["accountId": "none"]))
    requests.append(SampleRequest(SampleRequest.generate, id: "invalid", ["accountId": "A"]))
    requests.append(SampleRequest("invoice.frobnicate.v1", id: "strange", [:]))
    return requests + requests.reversed()
  }

  /// Stores the records.
  func prepare(_ system: RunningSystem) async throws {
    let completion = try await system.complete(.upsert(id: "records", records))
    guard completion.outcome == "Succeeded" else {
      throw ConditionNotMet("records: \(String(decoding: completion.body, as: UTF8.self))")
    }
  }

  /// Waits for everything that was promised, stops the workers, and counts.
  func expectEverything(
    of system: RunningSystem, and ledger: LedgerLoad, _ run: RunLoad? = nil,
    stopping workers: [WorkerProcess]
  ) async throws {
    let confirmed = Set(requests.compactMap(\.properties.messageId)).union(ledger.identifiers)
      .union(run?.identifiers ?? [])
    if let run {
      // What the killed had leased, others would wait for.
      try OutcomeChecker(system).endLeases()
      try await run.awaitEnd(in: system)
    }
    try await eventually("every request has an outcome") {
      // The records are one more.
      try system.count("SELECT count(*) FROM request WHERE outcome IS NOT NULL")
        == confirmed.count + 1
    }
    try await system.finish(stopping: workers)
    let checker = OutcomeChecker(system)
    #expect(try checker.violations(confirmed: confirmed.sorted()).isEmpty)
    #expect(try ledger.violations(in: system).isEmpty)
    #expect(try run?.violations(in: system).isEmpty ?? true)
    let numbers = try system.column(
      """
      SELECT invoice_number FROM invoice
      WHERE invoice_number IS NOT NULL AND creation_mode = 'Generated'
      """)
    let sequences = numbers.map { $0.split(separator: "-").dropLast().joined(separator: "-") }
    #expect(Set(sequences) == numbering.sequences)
    // Each schedule is billed to the last month that was asked for, whatever the order of the requests.
    let lines = try system.count(
      """
      SELECT count(*) FROM invoice_line
      WHERE billing_schedule_id IS NOT NULL AND NOT (\(LedgerLoad.ownSchedules))
        AND NOT (\(RunLoad.ownSchedules))
      """)
    #expect(lines == accounts.count * months * 2)
    // Each document once, whichever of its two requests came first.
    let documents = try system.column("SELECT unique_identifier FROM ingested_invoice ORDER BY 1")
    let sent = accounts.flatMap { account in (1...months).map { "\(account)/\($0)" } }
    #expect(documents.sorted() == sent.sorted())
    #expect(Set(system.dead.messages.compactMap(\.properties.messageId)) == ["invalid", "strange"])
  }
}

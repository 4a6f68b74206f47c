import Billing
import JSON
import Storage
import TestSupport
import TestWorker
import Testing

/// What time brings, by the one of several workers that keeps the clock.
@Suite struct ClockTests {
  private static func options(_ store: TestStore, workers: Int) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.store = store
    options.workers = workers
    return options
  }

  /// A posted invoice that was due long ago.
  private func overdueInvoice(of debtor: Debtor) async throws -> String {
    let completion = try await debtor.done(
      SampleRequest(
        SampleRequest.generate, id: newIdentifier(),
        [
          "billingScheduleIds": [.text(debtor.schedule)], "targetDate": "2026-01-02",
          "invoiceDate": "2025-02-01", "action": "Posted",
        ]))
    return try #require(completion.invoiceId)
  }

  private func overdueEvents(of invoice: String, in system: RunningSystem) -> [RecordedMessage] {
    system.events.messages.filter {
      $0.routingKey == "invoice.overdue.v1" && $0.data["invoiceId"].text == invoice
    }
  }

  @Test("What is overdue is told once, whoever keeps the clock", arguments: TestStore.both)
  func toldOnce(on store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store, workers: 3)) { system in
      let debtor = try await Debtor(in: system)
      let invoice = try await overdueInvoice(of: debtor)
      let event = try await system.events.first("the overdue invoice") {
        $0.routingKey == "invoice.overdue.v1" && $0.data["invoiceId"].text == invoice
      }
      #expect(event.data["balance"].text == "100.00")
      #expect(event.data["shownStatus"].text == "Overdue")
      #expect(event.data["instalment"]["dueDate"].text == "2025-02-01")
      #expect(event.data["instalment"]["openAmount"].text == "100.00")
      #expect(Int(event.data["daysOverdue"].text ?? "") ?? 0 > 0)
      #expect(event.json["subject"].text == invoice)
      #expect(try debtor.timelineWithClock(of: invoice) == ["Posted", "Overdue"])
      let told = try debtor.stored(invoice)
      #expect(told.overdueReportedThrough == told.dueDate)
      #expect(told.version == 1, "time is nobody's change")

      // A later due date arms it anew; an earlier one does not.
      try await debtor.done(.update(invoice, ["dueDate": "2025-03-01"]))
      _ = try await system.events.first("the later due date") {
        $0.routingKey == "invoice.overdue.v1"
          && $0.data["instalment"]["dueDate"].text == "2025-03-01"
      }
      try await debtor.done(.update(invoice, ["dueDate": "2025-02-15"]))
      _ = try await debtor.payment("100.00", to: [(invoice, "100.00")])

      // Others take the clock over, and have nothing left to tell of it: what they tell next is another's.
      for worker in system.workers { await worker.drain() }
      try system.startWorker()
      let second = try await Debtor(in: system)
      let marker = try await overdueInvoice(of: second)
      try await eventually("another's is told") {
        !overdueEvents(of: marker, in: system).isEmpty
      }
      #expect(Set(overdueEvents(of: invoice, in: system).map(\.id)).count == 2)
      #expect(try debtor.timelineWithClock(of: invoice).count { $0 == "Overdue" } == 2)
    }
  }

  @Test(
    "An instalment that was settled when its date passed is reported once it is open again",
    arguments: TestStore.both)
  func reopenedInstalment(on store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store, workers: 1)) { system in
      func part(_ weight: String, _ days: JSONLiteral) -> JSONLiteral {
        ["weight": .text(weight), "kind": "PeriodBased", "days": days]
      }
      try await system.store([
        "type": "PaymentTerm", "id": "PT", "name": "Two parts",
        "instalments": [part("30", 10), part("70", 20)],
      ])
      let debtor = try await Debtor(
        in: system, ["paymentTermId": "PT", "applyPayments": .flag(true)])
      // Applied when the invoice is posted: the clock never meets the first part open.
      let payment = try await debtor.payment("30.00")
      let invoice = try await overdueInvoice(of: debtor)
      func reported() -> [String] {
        var seen: Set<String> = []
        return overdueEvents(of: invoice, in: system).filter { seen.insert($0.id).inserted }.map {
          "\($0.data["instalment"]["dueDate"].text ?? "") \($0.data["instalment"]["openAmount"].text ?? "")"
        }
      }
      try await eventually("the second part is reported") { reported() == ["2025-02-21 70.00"] }

      try await debtor.done(.unapplyPayment(["paymentId": .text(payment)]))
      try await eventually("the first part is reported") {
        reported() == ["2025-02-21 70.00", "2025-02-11 30.00"]
      }

      // Settled and open once more: all of it was reported. The clock reports another's after it.
      try await debtor.done(.applyPayment(payment, to: [(invoice, "30.00")]))
      try await debtor.done(.unapplyPayment(["paymentId": .text(payment)]))
      let second = try await Debtor(in: system)
      let marker = try await overdueInvoice(of: second)
      try await eventually("another's is reported") {
        !overdueEvents(of: marker, in: system).isEmpty
      }
      #expect(reported().count == 2)
      #expect(try debtor.timelineWithClock(of: invoice).count { $0 == "Overdue" } == 2)
      #expect(try debtor.stored(invoice).nextOverdueDate == nil)
    }
  }

  @Test("Of several workers one keeps the clock, and gives it back", arguments: TestStore.both)
  func oneLeader(on store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store, workers: 2)) { system in
      try await eventually("one has taken the lease") {
        try system.count("SELECT term FROM worker_lease WHERE name = 'clock'") == 1
      }
      for worker in system.workers { await worker.drain() }
      // Or its time would not be over for a while.
      let session = try StoreSession(system.opener, for: .processing)
      let term = try session.takeLease("clock", holder: "test", duration: 0)
      #expect(term.map { $0 > 1 } == true, "it was given back")
    }
  }

  @Test("A worker that is kept out never takes the clock", arguments: TestStore.both)
  func keptOut(on store: TestStore) async throws {
    var options = Self.options(store, workers: 1)
    options.environment["INVOICE_WORKER_CLOCK"] = "off"
    try await RunningSystem.run(options) { system in
      let debtor = try await Debtor(in: system)
      let invoice = try await overdueInvoice(of: debtor)
      for worker in system.workers { await worker.drain() }
      #expect(try system.count("SELECT count(*) FROM worker_lease") == 0)
      #expect(try debtor.stored(invoice).overdueReportedThrough == nil)
    }
  }

  @Test(
    "What the clock commits while its worker drains is published before the worker ends: PostgreSQL"
  )
  func drainedWithClock() async throws {
    var options = Self.options(.postgreSQL(), workers: 1)
    options.environment["INVOICE_WORKER_CLOCK"] = "off"
    try await RunningSystem.run(options) { system in
      let debtor = try await Debtor(in: system)
      let invoice = try await overdueInvoice(of: debtor)
      for worker in system.workers { await worker.drain() }

      // The clock is in the middle of a turn when the drain begins, and commits when nobody consumes any more.
      let ended = try await system.holding(account: debtor.account) {
        let worker = try system.startWorker(environment: ["INVOICE_WORKER_CLOCK": "on"])
        try await eventually("the clock waits for the account") {
          let consumers = try await system.count(of: "invoice.unrouted").consumerCount
          return try system.waitingForLocks() == 1 && consumers == 1
        }
        let ended = Task { await worker.drain() }
        try await eventually("nobody consumes any more") {
          try await system.count(of: "invoice.unrouted").consumerCount == 0
        }
        return ended
      }
      try await ended.value.get()
      #expect(try debtor.stored(invoice).overdueReportedThrough != nil)
      #expect(try system.countUnsent() == 0)
      _ = try await system.events.first("the overdue invoice") {
        $0.routingKey == "invoice.overdue.v1" && $0.data["invoiceId"].text == invoice
      }
    }
  }
}

import AMQP
import Billing
import JSON
import Monetary
import TestSupport
import TestWorker
import Testing

/// Two requests about one account at one moment, several times over, among workers of which each transaction settles one:
/// whichever comes first, the second meets what it left (<doc:Lifecycle#What-happens-at-the-same-moment>).
@Suite(.bothStores(workersOneByOne: 3)) struct SameMomentTests {
  /// Pairs of each test: so many that both orders are likely, and no test depends on it.
  static let pairs = 6

  /// Two requests that meet, and what became of them.
  struct Meeting {
    let debtor: Debtor
    let first: RecordedMessage
    let second: RecordedMessage
  }

  /// Prepares pairs of requests, each about an account of its own, sends them all at once, and waits for what became of
  /// them.
  func meet(
    on store: TestStore,
    _ prepare: (Debtor) async throws -> (SampleRequest, SampleRequest)
  ) async throws -> [Meeting] {
    let system = try BothStores.system(on: store)
    var pairs: [(debtor: Debtor, first: SampleRequest, second: SampleRequest)] = []
    for _ in 0..<Self.pairs {
      let debtor = try await Debtor(in: system)
      let (first, second) = try await prepare(debtor)
      pairs.append((debtor, first, second))
    }
    // Each of them is once the earlier message.
    try await system.publish(
      pairs.enumerated().flatMap { number, pair in
        number.isMultiple(of: 2) ? [pair.first, pair.second] : [pair.second, pair.first]
      })
    var meetings: [Meeting] = []
    for pair in pairs {
      meetings.append(
        Meeting(
          debtor: pair.debtor, first: try await completion(of: pair.first, in: system),
          second: try await completion(of: pair.second, in: system)))
    }
    return meetings
  }

  private func completion(
    of request: SampleRequest, in system: RunningSystem
  ) async throws -> RecordedMessage {
    try await system.completion(request.properties.messageId ?? "")
  }

  @Test("Void and apply: one is done, the other meets it", arguments: TestStore.both)
  func voidAndApply(on store: TestStore) async throws {
    var invoices: [String: (invoice: String, payment: String)] = [:]
    let meetings = try await meet(on: store) { debtor in
      let invoice = try await debtor.month(1)
      let payment = try await debtor.payment("100.00")
      invoices[debtor.account] = (invoice, payment)
      return (.void([invoice]), .applyPayment(payment, to: [(invoice, "100.00")]))
    }
    for meeting in meetings {
      let (invoice, payment) = try #require(invoices[meeting.debtor.account])
      #expect(try meeting.debtor.balance(of: invoice) == "0.00")
      if meeting.first.outcome == "Succeeded" {
        #expect(meeting.second.outcome == "Failed")
        #expect(meeting.second.codes == ["INVOICE_NOT_POSTED"])
        #expect(try meeting.debtor.unapplied(payment) == "100.00")
        #expect(try meeting.debtor.accountBalance() == "-100.00")
      } else {
        #expect(meeting.second.outcome == "Succeeded")
        #expect(meeting.first.codes == ["INVOICE_SETTLED"])
        let application = try #require(meeting.second.data["applications"][0]["applicationId"].text)
        #expect(meeting.first.sentences.contains(application))
        #expect(try meeting.debtor.unapplied(payment) == "0.00")
        #expect(try meeting.debtor.memoNumbers().isEmpty, "no number is taken for what was refused")
      }
    }
  }

  @Test("Post and post: one number", arguments: TestStore.both)
  func postAndPost(on store: TestStore) async throws {
    let meetings = try await meet(on: store) { debtor in
      let draft = try await debtor.month(1, "Draft")
      return (.post([draft]), .post([draft]))
    }
    for meeting in meetings {
      let refused = meeting.first.outcome == "Succeeded" ? meeting.second : meeting.first
      #expect([meeting.first, meeting.second].count { $0.outcome == "Succeeded" } == 1)
      #expect(refused.outcome == "Failed")
      #expect(refused.codes == ["INVOICE_NOT_DRAFT"])
      #expect(try meeting.debtor.numbers() == ["\(meeting.debtor.entity)-1"])
      // No value was taken for the refused one.
      let next = try await meeting.debtor.month(2)
      #expect(try meeting.debtor.stored(next).number == "\(meeting.debtor.entity)-2")
    }
  }

  @Test("Post and cancel: either, and the other is told", arguments: TestStore.both)
  func postAndCancel(on store: TestStore) async throws {
    let meetings = try await meet(on: store) { debtor in
      let draft = try await debtor.month(1, "Draft")
      return (.post([draft]), .cancel([draft]))
    }
    for meeting in meetings {
      if meeting.first.outcome == "Succeeded" {
        #expect(meeting.second.codes == ["INVOICE_NOT_DRAFT"])
        #expect(try meeting.debtor.numbers() == ["\(meeting.debtor.entity)-1"])
      } else {
        #expect(meeting.second.outcome == "Succeeded")
        #expect(meeting.first.codes == ["INVOICE_FINAL"])
        #expect(try meeting.debtor.numbers().isEmpty)
      }
    }
  }

  @Test("Cancel and update: what is final is not changed", arguments: TestStore.both)
  func cancelAndUpdate(on store: TestStore) async throws {
    var drafts: [String: String] = [:]
    let meetings = try await meet(on: store) { debtor in
      let draft = try await debtor.month(1, "Draft")
      drafts[debtor.account] = draft
      return (.cancel([draft]), .update(draft, ["description": "late"]))
    }
    for meeting in meetings {
      #expect(meeting.first.outcome == "Succeeded")
      let draft = try #require(drafts[meeting.debtor.account])
      let stored = try meeting.debtor.stored(draft)
      if meeting.second.outcome == "Succeeded" {
        #expect(stored.version == 3)
      } else {
        #expect(meeting.second.codes == ["INVOICE_FINAL"])
        #expect(stored.version == 2)
        #expect(stored.description == nil)
      }
    }
  }

  @Test("Void and generate: the reopened period is billed once", arguments: TestStore.both)
  func voidAndGenerate(on store: TestStore) async throws {
    let meetings = try await meet(on: store) { debtor in
      let invoice = try await debtor.month(1)
      return (
        .void([invoice]),
        .generate(
          id: newIdentifier(), action: "Posted", ["billingScheduleIds": [.text(debtor.schedule)]],
          targetDate: "2026-01-02")
      )
    }
    for meeting in meetings {
      #expect(meeting.first.outcome == "Succeeded")
      #expect(meeting.second.outcome == "Succeeded")
      let debtor = meeting.debtor
      if meeting.second.data["invoices"].elements.isEmpty {
        // It came first, and nothing was due.
        #expect(meeting.second.data["skipped"].texts("reason") == ["NotDue"])
        _ = try await debtor.month(1)
      }
      let live = try debtor.system.count(
        """
        SELECT count(*) FROM invoice_line WHERE billing_schedule_id = '\(debtor.schedule)'
          AND invoice_id IN (SELECT id FROM invoice WHERE status = 'Posted')
        """)
      #expect(live == 1)
      #expect(try debtor.numbers() == ["\(debtor.entity)-1", "\(debtor.entity)-2"])
      #expect(try debtor.accountBalance() == "100.00")
    }
  }

  @Test("E20: two payments of 80.00 on 100.00: one is applied", arguments: TestStore.both)
  func applyAndApply(on store: TestStore) async throws {
    var invoices: [String: String] = [:]
    let meetings = try await meet(on: store) { debtor in
      let invoice = try await debtor.month(1)
      invoices[debtor.account] = invoice
      let one = try await debtor.payment("80.00")
      let two = try await debtor.payment("80.00")
      return (
        .applyPayment(one, to: [(invoice, "80.00")]), .applyPayment(two, to: [(invoice, "80.00")])
      )
    }
    for meeting in meetings {
      let refused = meeting.first.outcome == "Succeeded" ? meeting.second : meeting.first
      #expect([meeting.first, meeting.second].count { $0.outcome == "Succeeded" } == 1)
      #expect(refused.outcome == "Failed")
      #expect(refused.codes == ["AMOUNT_EXCEEDS_BALANCE"])
      #expect(refused.sentences.contains("20.00"))
      let invoice = try meeting.debtor.stored(try #require(invoices[meeting.debtor.account]))
      #expect(invoice.balance.decimalText == "20.00")
      #expect(invoice.settled.paid.decimalText == "80.00")
      #expect(try meeting.debtor.accountBalance() == "-60.00")
    }
  }

  @Test("Refund and refund: what is gone is not given back twice", arguments: TestStore.both)
  func refundAndRefund(on store: TestStore) async throws {
    var payments: [String: String] = [:]
    let meetings = try await meet(on: store) { debtor in
      let payment = try await debtor.payment("100.00")
      payments[debtor.account] = payment
      let today = try #require(
        debtor.system.column("SELECT recorded_date FROM payment WHERE id = '\(payment)'").first)
      func refund() -> SampleRequest {
        .refund(
          newIdentifier("R"), "100.00", of: ["paymentId": .text(payment)], date: today)
      }
      return (refund(), refund())
    }
    for meeting in meetings {
      let refused = meeting.first.outcome == "Succeeded" ? meeting.second : meeting.first
      #expect([meeting.first, meeting.second].count { $0.outcome == "Succeeded" } == 1)
      #expect(refused.codes == ["AMOUNT_EXCEEDS_UNAPPLIED"])
      #expect(refused.sentences.contains("0.00"))
      let payment = try #require(payments[meeting.debtor.account])
      #expect(try meeting.debtor.unapplied(payment) == "0.00")
    }
  }

  @Test("Update and update of one version: the second is told", arguments: TestStore.both)
  func updateAndUpdate(on store: TestStore) async throws {
    var drafts: [String: String] = [:]
    let meetings = try await meet(on: store) { debtor in
      let draft = try await debtor.month(1, "Draft")
      drafts[debtor.account] = draft
      return (
        .update(draft, ["description": "one"], expectedVersion: 1),
        .update(draft, ["description": "two"], expectedVersion: 1)
      )
    }
    for meeting in meetings {
      let isFirst = meeting.first.outcome == "Succeeded"
      let refused = isFirst ? meeting.second : meeting.first
      #expect([meeting.first, meeting.second].count { $0.outcome == "Succeeded" } == 1)
      #expect(refused.codes == ["INVOICE_CHANGED"])
      let stored = try meeting.debtor.stored(try #require(drafts[meeting.debtor.account]))
      #expect(stored.version == 2)
      #expect(stored.description == (isFirst ? "one" : "two"))
    }
  }

  @Test(
    "Upsert of a schedule and void of its invoice: as the upsert left it", arguments: TestStore.both
  )
  func upsertAndVoid(on store: TestStore) async throws {
    let meetings = try await meet(on: store) { debtor in
      let invoice = try await debtor.month(1)
      return (
        .void([invoice]),
        .upsert(
          id: newIdentifier(),
          [
            SampleRecords.schedule(
              debtor.schedule, account: debtor.account, amount: "100.00",
              ["cancellationDate": "2026-04-01"])
          ])
      )
    }
    for meeting in meetings {
      #expect(meeting.first.outcome == "Succeeded", "\(meeting.first.codes)")
      #expect(meeting.second.outcome == "Succeeded", "\(meeting.second.codes)")
      let debtor = meeting.debtor
      #expect(try debtor.system.schedule(debtor.schedule, "next_charge_from_date") == "2026-01-01")
      #expect(try debtor.system.schedule(debtor.schedule, "billed_amount") == "0.00")
      let all = try await debtor.system.generate(
        action: "Posted", ["billingScheduleIds": [.text(debtor.schedule)]],
        targetDate: "2026-12-02")
      #expect(all.data["invoices"][0]["totalAmount"].text == "300.00", "\(all.codes)")
    }
  }
}

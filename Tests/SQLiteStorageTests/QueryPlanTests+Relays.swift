import Billing
import CivilTime
import Monetary
import Storage
import Testing

/// What relays ask.
extension QueryPlanTests {
  /// What relays and lists ask.
  func useEmails(_ session: StoreSession, at now: UTCInstant) throws {
    let email = EmailDelivery(
      id: "E", invoiceId: "I", to: ["a@x"], subject: "s", textBody: "t",
      request: RequestKey(source: "", identifier: "r"), queuedAt: now)
    var effects = EmailEffects()
    effects.queued = [email]
    effects.suppressed = [EmailSuppression(address: "c@x", reason: "Hard")]
    effects.unsuppressed = ["b@x"]
    let written = effects
    try session.transaction { transaction throws(StoreError) in
      try transaction.write([written], at: now)
    }
    let leased = try session.leaseEmails(limit: 1, now: now, until: now)
    #expect(leased.count == 1)
    let admission = try session.countAttempt(
      of: email, day: now.date, dailyLimit: 1, leaseUntil: now)
    #expect(admission == .admitted(attempt: 1, isCounted: true))
    var counted = email
    counted.attempts = 1
    try session.takeBackAttempt(of: counted, isCounted: true, now: now)
    try session.releaseEmails(leased, now: now)
    _ = try session.emailsLeft(of: 1, on: now.date)
    #expect(try session.postponeEmails(now: now) == 1)
    _ = try session.nextEmailDue()
    _ = try session.countQueuedEmails()
    _ = try session.shortenEmails(before: now, limit: 1)
    let day = now.date
    try session.transaction { transaction throws(StoreError) in
      _ = try transaction.emailsPostponed(of: 1, 1, on: day)
    }
    let queries = Queries(session)
    _ = try queries.emails(.all, limit: 1)
    _ = try queries.emails(.status(.failed), limit: 1)
    _ = try queries.emails(.invoice("I"), limit: 1)
    _ = try queries.suppressedAddresses(limit: 1)
    _ = try queries.tasks(of: "I", limit: 1)
  }

  func useTaxes(_ session: StoreSession, at now: UTCInstant) throws {
    let euro = try #require(Currency(code: "EUR"))
    let address = Address(street: "S", city: "C", postalCode: "1", country: "NO")
    let document = try TaxedDocument(
      TaxDocument(
        documentId: "I", kind: .final, currency: euro, date: now.date, isExempt: false,
        shipTo: address, lines: []), TaxQuote(lines: [:]))
    let transaction = TaxTransaction(
      of: .invoice("I"), accountId: "A", total: document.total, at: now)
    var effects = TaxEffects()
    effects.opened = [TaxEffects.Opened(transaction: transaction, document: document)]
    let written = effects
    try session.transaction { transaction throws(StoreError) in try transaction.write([written]) }
    let leased = try session.leaseTaxes(limit: 1, now: now, until: now)
    #expect(leased.count == 1)
    try session.transaction { transaction throws(StoreError) in
      _ = try transaction.settle(
        leased.map { AnsweredTax($0, .commitAnswered(.away(reason: "503"))) }, at: now)
    }
    try session.releaseTaxes(leased)
    _ = try session.taxesOpen()
    _ = try session.taxesToTell()
    _ = try session.deleteTaxDocuments(before: now, limit: 1)
    let queries = Queries(session)
    _ = try queries.taxTransaction(of: "I")
    for state in [.toCommit, .toVoid, .failed] as [TaxTransaction.State] {
      _ = try queries.taxTransactions(.open(state), limit: 1)
    }
    _ = try queries.taxTransactions(.account("A"), limit: 1)
  }

  /// Two that share a row.
  func events(at now: UTCInstant) -> [OutboxMessage] {
    ["m-1", "m-2"].map {
      OutboxMessage(
        id: $0, exchange: "", routingKey: "", eventId: $0, properties: OutboxMessage.Properties(),
        body: [], createdAt: now)
    }
  }
}

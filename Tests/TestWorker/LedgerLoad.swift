import AMQP
import TestSupport

/// Requests that move what is owed, of which those about one account contradict each other: a draft is posted, posted again
/// and canceled; an invoice is voided and paid; two payments are applied to what one of them pays; all of it twice. Which of
/// them is done depends on who comes first; that the books are right does not.
package struct LedgerLoad: Sendable {
  package let requests: [SampleRequest]
  /// Of all requests, those sent to prepare it among them.
  package let identifiers: Set<String>

  /// What the identifiers of its requests, accounts and schedules begin with.
  package static let prefix = "ledger-"

  /// Its schedules' lines are not those of other loads.
  package static let ownSchedules = "billing_schedule_id LIKE '\(prefix)%'"

  /// Stores the records and the invoices that the requests are about.
  package static func prepared(accounts count: Int, in system: RunningSystem) async throws -> Self {
    let accounts = (1...count).map { "\(prefix)\($0)" }
    let kinds = ["draft", "void", "pay", "off"]
    let records = accounts.flatMap { account in
      [SampleRecords.account(account)]
        + kinds.map { SampleRecords.schedule("\(account).\($0)", account: account) }
    }
    var preparing = [SampleRequest.upsert(id: "\(prefix)records", records)]
    try await done(preparing, in: system)

    let making = accounts.flatMap { account in
      kinds.map { kind in
        SampleRequest.generate(
          id: "\(account).\(kind)", action: kind == "draft" ? "Draft" : "Posted",
          ["billingScheduleIds": [.text("\(account).\(kind)")]], targetDate: "2026-01-02")
      }
    }
    let paying = accounts.flatMap { account in
      ["one", "two"].map {
        SampleRequest.pay(id: "\(account).\($0)", "\(account).\($0)", of: account, "80.00")
      }
    }
    let made = try await done(making, in: system)
    try await done(paying, in: system)
    preparing += making + paying

    var invoices: [String: String] = [:]
    for (request, completion) in zip(making, made) {
      invoices[request.properties.messageId ?? ""] =
        completion.data["invoices"][0]["invoiceId"].text
    }
    let requests = accounts.flatMap { account in
      Self.requests(of: account) { invoices["\(account).\($0)"] ?? "" }
    }
    return Self(
      requests: requests + requests.reversed(),
      identifiers: Set((preparing + requests).compactMap(\.properties.messageId)))
  }

  /// What belongs together stands together, so that it is under way at the same moment.
  private static func requests(
    of account: String, _ invoice: (String) -> String
  ) -> [SampleRequest] {
    let draft = invoice("draft")
    let voided = invoice("void")
    let paid = invoice("pay")
    let off = invoice("off")
    return [
      .post(id: "\(account)-post-1", [draft]), .post(id: "\(account)-post-2", [draft]),
      .cancel(id: "\(account)-cancel", [draft]),
      .void(id: "\(account)-void", [voided]),
      .pay(
        id: "\(account)-pay", "\(account).three", of: account, "100.00",
        to: [(voided, "100.00")]),
      .applyPayment(id: "\(account)-apply-1", "\(account).one", to: [(paid, "80.00")]),
      .applyPayment(id: "\(account)-apply-2", "\(account).two", to: [(paid, "80.00")]),
      .refund(
        id: "\(account)-refund", "\(account).refund", "80.00",
        of: ["paymentId": .text("\(account).two")], date: "2026-01-01"),
      .unapplyPayment(
        id: "\(account)-unapply", ["paymentId": .text("\(account).one")]),
      .writeOff(id: "\(account)-write-off", off), .void(id: "\(account)-void-2", [off]),
      .pay(
        id: "\(account)-pay-2", "\(account).four", of: account, "150.00",
        ["autoApply": "OldestFirst"]),
      .generate(
        id: "\(account)-generate", action: "Posted", ["accountId": .text(account)],
        targetDate: "2026-01-02"),
      .reverse(
        id: "\(account)-reverse", "\(account).reversal", of: "\(account).one", date: "2026-01-01"),
    ]
  }

  @discardableResult
  private static func done(
    _ requests: [SampleRequest], in system: RunningSystem
  ) async throws -> [RecordedMessage] {
    try await system.publish(requests)
    var completions: [RecordedMessage] = []
    for request in requests {
      let completion = try await system.completion(request.properties.messageId ?? "")
      guard completion.outcome == "Succeeded" else {
        throw ConditionNotMet("\(String(decoding: completion.body, as: UTF8.self))")
      }
      completions.append(completion)
    }
    return completions
  }

  /// What is not as it must be, whoever came first: a request was answered otherwise than done or refused.
  package func violations(in system: RunningSystem) throws -> [String] {
    try system.column(
      """
      SELECT identifier || ': ' || outcome FROM request WHERE identifier LIKE '\(Self.prefix)%'
        AND (outcome = 'Rejected' OR is_internal_error)
      """)
  }
}

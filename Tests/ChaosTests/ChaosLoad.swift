import AMQP
import TestWorker

/// Requests of every kind that concern the same records at the same time: for each account a request a month
/// with a twin under another identifier, a document a month to ingest, lists over several accounts, upserts that name
/// many, recoveries of schedules that can never be billed; and all of it twice.
struct ChaosLoad {
  let accounts: [String]
  let months: Int
  private(set) var requests: [SampleRequest]
  private var additions = 0

  /// Schedules that fail whenever they are billed: no rate is ever given for their tax.
  private static let faulty = (1...4).map { "E\($0)" }

  init(accounts count: Int, months: Int, using random: inout some RandomNumberGenerator) {
    let accounts = (1...count).map { "K\($0)" }
    self.accounts = accounts
    self.months = months

    // What belongs together stands together, so that it is under way at the same moment.
    var groups: [[SampleRequest]] = []
    for account in accounts {
      for month in 1...months {
        let action = Bool.random(using: &random) ? "Draft" : "Posted"
        groups.append(
          ["one", "two"].map { twin in
            SampleRequest.generate(
              id: "\(account)-\(month)-\(twin)", action: action, ["accountId": .text(account)],
              targetDate: Self.target(month))
          } + [
            .ingest(
              id: "\(account)-\(month)-document", document: "\(account)/\(month)",
              account: account, action: action)
          ])
      }
    }
    for number in 1...count {
      let named = accounts.shuffled(using: &random).prefix(4)
      groups.append([
        .generate(
          id: "list-\(number)", action: "Posted",
          ["billingScheduleIds": .array(named.map { .text("\($0).a") })],
          targetDate: Self.target(Int.random(in: 1...months, using: &random))),
        .upsert(
          id: "upsert-\(number)",
          accounts.shuffled(using: &random).prefix(5).flatMap { Self.records(of: $0, "\(number)") }),
      ])
    }
    for (number, account) in (1...count).flatMap({ n in Self.faulty.map { (n, $0) } }) {
      groups.append([
        .generate(id: "\(account)-\(number)", action: "Posted", ["accountId": .text(account)]),
        .recover(id: "\(account)-\(number)-recovery", [account]),
      ])
    }
    requests = (groups + groups.reversed()).shuffled(using: &random).flatMap { $0 }
  }

  var identifiers: Set<String> { Set(requests.compactMap(\.properties.messageId)) }

  /// So many lines of schedules are there in the end, whatever the order in which the requests were served.
  var lineCount: Int { accounts.count * months * 2 }

  var documentCount: Int { accounts.count * months }

  /// One request more, which bills nothing that the others would not.
  mutating func another(generating: Bool) -> SampleRequest {
    additions += 1
    let account = accounts[additions % accounts.count]
    let request: SampleRequest =
      generating
      ? .generate(id: "more-\(additions)", action: "Posted", ["accountId": .text(account)])
      : .upsert(id: "more-\(additions)", Self.records(of: account, "more"))
    requests.append(request)
    return request
  }

  /// The months up to the last asked for are due.
  private static func target(_ month: Int) -> String { "2026-0\(month + 1)-01" }

  private static func records(of account: String, _ version: String) -> [JSONLiteral] {
    [
      SampleRecords.account(account, ["name": .text("Account \(account), version \(version)")]),
      SampleRecords.schedule(
        "\(account).a", account: account, amount: "33.33", ["taxTreatmentId": "T"]),
      SampleRecords.schedule("\(account).b", account: account, amount: "0.01"),
    ]
  }

  /// Stores the records.
  func prepare(_ system: RunningSystem) async throws {
    let records =
      [
        SampleRecords.taxTreatment("T", code: "STD"),
        SampleRecords.taxRate("R", code: "STD", percent: "7.7"),
        SampleRecords.taxTreatment("Rateless", code: "NONE"),
      ]
      + accounts.flatMap { Self.records(of: $0, "0") }
      + Self.faulty.flatMap { account in
        [
          SampleRecords.account(account),
          SampleRecords.schedule(account, account: account, ["taxTreatmentId": "Rateless"]),
        ]
      }
    try await system.store(records)
  }
}

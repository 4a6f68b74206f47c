import JSON
import TestSupport
import TestWorker

/// Accounts of a test's own, each with one monthly schedule of its own, all of it in advance from 2026-01-01.
struct Customers {
  let system: RunningSystem
  /// What the identifiers of all of them begin with; the name of the test's run too.
  let name: String

  init(on store: TestStore) throws { self.init(in: try BothStores.system(on: store)) }

  init(in system: RunningSystem) {
    self.system = system
    name = newIdentifier("C")
  }

  func account(_ suffix: String) -> String { "\(name).\(suffix)" }

  /// Stores so many, each with 10.00 a month; in order of identifier.
  func many(_ count: Int) async throws -> [String] {
    let accounts = (1...count).map { number in
      account(String(repeating: "0", count: 4 - "\(number)".count) + "\(number)")
    }
    try await system.store(
      accounts.flatMap {
        [
          SampleRecords.account($0), SampleRecords.schedule($0, account: $0, amount: "10.00"),
        ]
      })
    return accounts
  }

  /// Stores so many and starts a run over them, whose first page of chunks is made and their messages lost: the test says which
  /// chunk is done when (``TestWorker/RunningSystem/selectByHand(_:)``).
  func startByHand(_ count: Int) async throws -> [String] {
    let accounts = try await many(count)
    try await system.start(.startRun(name, accounts: accounts))
    try await system.selectByHand(name)
    return accounts
  }

  /// Stores one with schedules of these amounts, each on an invoice of its own where there are several.
  func store(
    _ suffix: String, currency: String = "USD", amounts: [String] = ["100.00"],
    _ more: JSONLiteral = [:]
  ) async throws -> String {
    let id = account(suffix)
    try await system.store(
      [SampleRecords.account(id, currency: currency)]
        + amounts.enumerated().map { place, amount in
          SampleRecords.schedule(
            "\(id).\(place)", account: id, amount: amount,
            more.adding(amounts.count > 1 ? ["invoiceGroupType": "BillingSchedule"] : [:]))
        })
    return id
  }
}

internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  static let usage = [
    ConformanceCase("usage that goes to another account's schedule locks the account it comes from")
    { opener in
      let session = try opener.migrated()
      try session.store(try twoAccounts())
      var needed = FactsNeeded()
      needed.records.insert(UsageRecord.ID("U-1"))
      needed.records.insert(BillingSchedule.ID("BS-2"))
      needed.records.insert(Account.ID("ACC-2"))
      let facts = try session.load(needed)
      #expect(Set(facts.accounts.keys) == ["ACC-1", "ACC-2"])
      #expect(facts.usageRecords["U-1"]?.billingScheduleId == "BS-1")
    },

    ConformanceCase("an upsert of a schedule knows the usage of it that is on no invoice") {
      opener in
      let session = try opener.migrated()
      try session.store(try twoAccounts())
      var needed = FactsNeeded()
      needed.records.insert(BillingSchedule.ID("BS-1"))
      #expect(Set(try session.load(needed).usageRecords.keys) == ["U-1"])
      needed = FactsNeeded()
      needed.records.insert(BillingSchedule.ID("BS-2"))
      #expect(try session.load(needed).usageRecords.isEmpty)
    },

    ConformanceCase(
      "the latest invoice of a schedule is the one made last, also of an earlier period"
    ) {
      opener in
      let session = try opener.migrated()
      var again = try Fixtures.invoice("I-3", schedules: ["BS-1"])
      again.lines[0].reissue = 1
      try session.store(
        try twoAccounts(),
        invoices: [
          try Fixtures.invoice("I-1", schedules: ["BS-1"]),
          try Fixtures.invoice("I-2", schedules: ["BS-1"], from: "2026-02-28", to: "2026-03-31"),
          again,
        ])
      var needed = FactsNeeded()
      needed.schedules.toRecover = ["BS-1", "BS-2"]
      let latest = try session.load(needed).latestInvoices
      #expect(latest["BS-1"]?.id == "I-3")
      #expect(latest["BS-2"] == nil)
    },
  ]

  private static func twoAccounts() throws -> [Record] {
    var metered = try Fixtures.schedule("BS-1")
    metered.billingMethod = .usage
    var other = try Fixtures.schedule("BS-2", of: "ACC-2")
    other.billingMethod = .usage
    func usage(_ id: UsageRecord.ID, invoice: Invoice.ID? = nil) throws -> Record {
      .usageRecord(
        UsageRecord(
          id: id, billingScheduleId: "BS-1", quantity: 1,
          usageDate: try Fixtures.date("2026-02-01"), invoiceId: invoice))
    }
    return [
      .account(try Fixtures.account()), .account(try Fixtures.account("ACC-2")),
      .billingSchedule(metered), .billingSchedule(other), try usage("U-1"),
      try usage("U-2", invoice: "I-0"),
    ]
  }
}

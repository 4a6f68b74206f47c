internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  static let recordViews = [
    ConformanceCase("a schedule is seen with its last invoice, its error and what suspends it") {
      opener in
      let session = try opener.migrated()
      var billed = try Fixtures.schedule("BS-1", status: .error)
      billed.progress?.hasLines = true
      billed.billingScheduleGroupId = "GRP-1"
      try session.store(
        [
          .account(try Fixtures.account()), .billingSchedule(billed),
          .billingSchedule(try Fixtures.schedule("BS-2")),
          .billingScheduleGroup(
            BillingScheduleGroup(
              id: "GRP-1", accountId: "ACC-1", parentGroupId: "GRP-0",
              attributes: InvoicingAttributes())),
          .billingScheduleGroup(
            BillingScheduleGroup(
              id: "GRP-0", accountId: "ACC-1", attributes: InvoicingAttributes())),
          .billingSuspension(
            BillingSuspension(
              id: "SUS-1", target: .billingScheduleGroup("GRP-0"),
              suspendDate: try Fixtures.date("2026-11-01"))),
          .billingSuspension(
            BillingSuspension(
              id: "SUS-2", target: .account("ACC-1"), suspendDate: try Fixtures.date("2026-01-01"),
              resumeDate: try Fixtures.date("2026-06-01"))),
        ],
        invoices: [
          try Fixtures.invoice("I-1", schedules: ["BS-1"]),
          try Fixtures.invoice(
            "I-0", schedules: ["BS-1"], from: "2026-02-28", to: "2026-03-31", number: "N-1"),
        ])
      let queries = Queries(session)
      let today = try Fixtures.date("2026-06-01")
      let view = try #require(try queries.schedule("BS-1", today: today))
      #expect(view.schedule == billed)
      #expect(view.lastInvoice == InvoiceName(id: "I-0", number: "N-1", status: .posted))
      #expect(view.suspensions.map(\.id) == ["SUS-1"])
      let early = try Fixtures.date("2026-05-31")
      #expect(try queries.schedule("BS-2", today: early)?.suspensions.map(\.id) == ["SUS-2"])
      #expect(try queries.schedule("BS-9", today: today) == nil)
      func ids(
        _ scope: InvoiceSelection.Scope, _ status: BillingScheduleStatus? = nil, _ limit: Int = 9
      ) throws -> [BillingSchedule.ID] {
        try queries.schedules(scope, status: status, limit: limit, today: today).map(\.schedule.id)
      }
      #expect(try ids(.account("ACC-1")) == ["BS-1", "BS-2"])
      #expect(try ids(.account("ACC-1"), .error) == ["BS-1"])
      #expect(try ids(.all, nil, 1) == ["BS-1"])
      #expect(try ids(.order("ORD-1")) == [])
    },

    ConformanceCase("an account and a contract are seen with what they have") { opener in
      let session = try opener.migrated()
      var ofContract = try Fixtures.schedule("BS-1")
      ofContract.billingContractId = "BC-1"
      try session.store(
        [
          .account(try Fixtures.account()),
          .order(Order(id: "ORD-1", accountId: "ACC-1", orderNumber: "1")),
          .billingContract(BillingContract(id: "BC-1", accountId: "ACC-1", name: "Cloud")),
          .billingSchedule(ofContract), .billingSchedule(try Fixtures.schedule("BS-2")),
          .billingSchedule(try Fixtures.schedule("BS-3", status: .error)),
        ],
        invoices: [
          try Fixtures.invoice("I-1", schedules: ["BS-1"], number: "N-1"),
          try Fixtures.invoice(
            "I-2", schedules: ["BS-1", "BS-2"], from: "2026-02-28", to: "2026-03-31"),
        ])
      let queries = Queries(session)
      let account = try #require(
        try queries.account("ACC-1", today: try Fixtures.date("2026-06-01")))
      #expect(account.account == (try Fixtures.account()))
      #expect(account.orders.map(\.id) == ["ORD-1"])
      #expect(account.contracts.map(\.id) == ["BC-1"])
      #expect(account.scheduleCounts == [.readyForInvoicing: 2, .error: 1])
      let contract = try #require(try queries.contract("BC-1"))
      #expect(contract.invoiced.map(\.invoice.id) == ["I-2", "I-1"])
      #expect(contract.invoiced.map(\.invoice.number) == [nil, "N-1"])
      #expect(contract.open.map(\.id) == ["BS-1"])
      #expect(try queries.contract("BC-9") == nil)
      #expect(try queries.exists(RecordReference(type: .billingContract, id: "BC-1")))
      #expect(try !queries.exists(RecordReference(type: .account, id: "ACC-9")))
    },
  ]
}

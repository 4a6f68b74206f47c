internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  static let billingCore = [
    ConformanceCase("billing a usage schedule loads its usage that is on no invoice, and no other")
    {
      opener in
      let session = try opener.migrated()
      func usage(
        _ id: UsageRecord.ID, of schedule: BillingSchedule.ID, invoice: Invoice.ID? = nil
      ) throws -> Record {
        .usageRecord(
          UsageRecord(
            id: id, billingScheduleId: schedule, quantity: 1,
            usageDate: try Fixtures.date("2026-02-01"), invoiceId: invoice))
      }
      var metered = try Fixtures.schedule("BS-1")
      metered.billingMethod = .usage
      try session.store([
        .account(try Fixtures.account()), .billingSchedule(metered),
        .billingSchedule(try Fixtures.schedule("BS-2")), try usage("U-1", of: "BS-1"),
        try usage("U-2", of: "BS-1", invoice: "INV-1"), try usage("U-3", of: "BS-2"),
      ])
      var needed = FactsNeeded()
      needed.schedules.ofAccounts = ["ACC-1"]
      #expect(Set(try session.load(needed).usageRecords.keys) == ["U-1"])
      needed = FactsNeeded()
      needed.records.insert(UsageRecord.ID("U-2"))
      needed.records.insert(UsageRecord.ID("U-none"))
      #expect(try session.load(needed).usageRecords["U-2"]?.invoiceId == "INV-1")
    },

    ConformanceCase("billing loads the bundles above a schedule's group, and every policy") {
      opener in
      let session = try opener.migrated()
      var part = try Fixtures.schedule("BS-1")
      part.billingScheduleGroupId = "G-3"
      func group(_ id: BillingScheduleGroup.ID, in parent: BillingScheduleGroup.ID?) -> Record {
        .billingScheduleGroup(
          BillingScheduleGroup(
            id: id, accountId: "ACC-1", parentGroupId: parent, attributes: InvoicingAttributes()))
      }
      try session.store([
        .account(try Fixtures.account()), group("G-1", in: nil), group("G-2", in: "G-1"),
        group("G-3", in: "G-2"), group("G-4", in: "G-1"), .billingSchedule(part),
        .sequencePolicy(
          SequencePolicy(id: "P", mode: .basic, pattern: "{SequenceValue}", isActive: false)),
      ])
      var needed = FactsNeeded()
      needed.schedules.ofAccounts = ["ACC-1"]
      let facts = try session.load(needed)
      #expect(Set(facts.groups.keys) == ["G-1", "G-2", "G-3"])
      #expect(Set(facts.sequencePolicies.keys) == ["P"])
    },

    ConformanceCase("billing contracts loads their schedules, by themselves and by group") {
      opener in
      let session = try opener.migrated()
      try session.store(try contractRecords())
      var needed = FactsNeeded()
      needed.schedules.ofContracts = ["C-1", "C-none"]
      let facts = try session.load(needed)
      #expect(Set(facts.accounts.keys) == ["ACC-1"])
      #expect(Set(facts.contracts.keys) == ["C-1"])
      #expect(Set(facts.schedules.keys) == ["BS-own", "BS-group"])
      #expect(facts.invoicedPeriods.isEmpty)
    },

    ConformanceCase("a named cycle loads what is invoiced of it, whatever the schedules' status") {
      opener in
      let session = try opener.migrated()
      try session.store(
        try contractRecords(),
        invoices: [
          try Fixtures.invoice("INV-1", schedules: ["BS-own", "BS-done"]),
          try Fixtures.invoice(
            "INV-2", schedules: ["BS-own"], from: "2026-02-28", to: "2026-03-31"),
          try Fixtures.invoice("INV-3", schedules: ["BS-other"]),
        ])
      var needed = FactsNeeded()
      needed.schedules.ofContracts = ["C-1"]
      needed.schedules.contractCycles["C-1"] = CivilPeriod(
        first: try Fixtures.date("2026-01-01"), last: try Fixtures.date("2026-01-31"))
      let facts = try session.load(needed)
      #expect(Set(facts.schedules.keys) == ["BS-own", "BS-group", "BS-done"])
      #expect(Set(facts.invoicedPeriods.keys) == ["BS-own", "BS-group", "BS-done"])
      #expect(facts.invoicedPeriods["BS-own"]?.map(\.invoiceId) == ["INV-1"])
      #expect(
        facts.invoicedPeriods["BS-done"]?.compactMap(\.line.period?.from) == [
          try Fixtures.date("2026-01-31")
        ])
      #expect(facts.invoicedPeriods["BS-group"]?.isEmpty == true)
    },

    ConformanceCase(
      "a period is invoiced again under the next number, and the invoices name each other"
    ) {
      opener in
      let session = try opener.migrated()
      let first = try Fixtures.invoice("INV-1", schedules: ["BS-own"])
      try session.store(try contractRecords(), invoices: [first])
      var again = try Fixtures.invoice("INV-2", schedules: ["BS-own"])
      #expect(throws: StoreError.self) { try session.store([], invoices: [again]) }
      again.lines[0].reissue = 1
      again.reinvoiceOf = ["INV-1"]
      try session.transaction { transaction throws(StoreError) in
        try transaction.insertLines(of: [[again]])
        try transaction.insert([[again]])
        try transaction.link([ReissueLink(earlier: "INV-1", later: "INV-2")])
      }
      let queries = Queries(session)
      #expect(try queries.invoice("INV-2") == again)
      #expect(try queries.invoice("INV-1")?.reinvoicedBy == ["INV-2"])
      var needed = FactsNeeded()
      needed.invoices.heads = ["INV-1", "INV-2"]
      let heads = try session.load(needed).invoices
      #expect(heads["INV-1"]?.reinvoicedBy == ["INV-2"], "events of heads name it too")
      #expect(heads["INV-2"]?.reinvoiceOf == ["INV-1"])
    },

    ConformanceCase("an invoice takes the place of several, and several that of one") { opener in
      let session = try opener.migrated()
      var invoices: [Invoice] = []
      for (number, schedule) in [
        "BS-own", "BS-group", "BS-own", "BS-group",
      ].enumerated() {
        var invoice = try Fixtures.invoice(
          Invoice.ID("INV-\(number)"), schedules: [BillingSchedule.ID(schedule)])
        if number > 1 { invoice.lines[0].reissue = 1 }
        invoices.append(invoice)
      }
      try session.store(try contractRecords(), invoices: invoices)
      try session.transaction { transaction throws(StoreError) in
        try transaction.link([
          ReissueLink(earlier: "INV-0", later: "INV-2"),
          ReissueLink(earlier: "INV-1", later: "INV-2"),
          ReissueLink(earlier: "INV-1", later: "INV-3"),
        ])
      }
      let queries = Queries(session)
      #expect(try queries.invoice("INV-0")?.reinvoicedBy == ["INV-2"])
      #expect(try queries.invoice("INV-1")?.reinvoicedBy == ["INV-2", "INV-3"])
      #expect(try queries.invoice("INV-2")?.reinvoiceOf == ["INV-0", "INV-1"])
      #expect(try queries.invoice("INV-3")?.reinvoiceOf == ["INV-1"])
    },

    ConformanceCase("late usage has lines of its own in its period, each once") { opener in
      let session = try opener.migrated()
      var metered = try Fixtures.schedule("BS-1")
      metered.billingMethod = .usage
      metered.progress?.nextChargeFromDate = try Fixtures.date("2026-03-31")
      let from = try Fixtures.date("2026-01-31")
      func usage(_ id: UsageRecord.ID, _ day: String, _ invoice: Invoice.ID?) throws -> Record {
        .usageRecord(
          UsageRecord(
            id: id, billingScheduleId: "BS-1", quantity: 2, usageDate: try Fixtures.date(day),
            invoiceId: invoice))
      }
      var late = try Fixtures.invoice("INV-2", schedules: ["BS-1"])
      #expect(late.lines[0].period?.from == from)
      late.lines[0].lateUsage = 1
      try session.store(
        [
          .account(try Fixtures.account()), .billingSchedule(metered),
          try usage("U-1", "2026-02-01", "INV-1"), try usage("U-2", "2026-02-01", "INV-2"),
          try usage("U-3", "2026-02-02", nil),
        ],
        invoices: [try Fixtures.invoice("INV-1", schedules: ["BS-1"]), late])
      #expect(try Queries(session).invoice("INV-2")?.lines.map(\.lateUsage) == [1])
      var again = try Fixtures.invoice("INV-3", schedules: ["BS-1"])
      again.lines[0].lateUsage = 1
      #expect(throws: StoreError.self) { try session.store([], invoices: [again]) }
      // What is billed of the period is known where usage of it is late.
      var needed = FactsNeeded()
      needed.schedules.ofAccounts = ["ACC-1"]
      var expected = BilledUsage()
      let period = try #require(late.lines[0].period)
      expected.insert(period: period, reissue: 0, lateUsage: 1)
      for _ in 0..<2 { try expected.insert(quantity: 2, on: try Fixtures.date("2026-02-01")) }
      #expect(try session.load(needed).billedUsage == ["BS-1": expected])
    },

    ConformanceCase("what lines charge of a period is known where it is charged in full once") {
      opener in
      let session = try opener.migrated()
      var whole = try Fixtures.schedule("BS-1")
      whole.arePartialPeriodsAllowed = false
      whole.progress?.hasLines = true
      whole.progress?.nextChargeFromDate = try Fixtures.date("2026-03-03")
      let before = try Fixtures.invoice("INV-0", schedules: ["BS-1"])
      let part = try Fixtures.invoice(
        "INV-1", schedules: ["BS-1"], from: "2026-02-28", to: "2026-03-03")
      var again = try Fixtures.invoice(
        "INV-2", schedules: ["BS-1"], from: "2026-02-28", to: "2026-03-03")
      again.lines[0].reissue = 1
      again.lines[0].amount = try Fixtures.usd("70.00")
      try session.store(
        [.account(try Fixtures.account()), .billingSchedule(whole)],
        invoices: [before, part, again])
      var needed = FactsNeeded()
      needed.schedules.ofAccounts = ["ACC-1"]
      let charged = try session.load(needed).chargedOfPeriod["BS-1"]
      #expect(charged == again.lines[0].amount)
    },

    ConformanceCase(
      "of what may be taken back every live line of its schedules is known once, and who is later"
    ) { opener in
      let session = try opener.migrated()
      let days = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
      var invoices: [Invoice] = []
      for month in 0..<4 {
        invoices.append(
          try Fixtures.invoice(
            Invoice.ID("INV-\(month)"), schedules: ["BS-own", "BS-done"], from: days[month],
            to: days[month + 1], number: "N-\(month)"))
      }
      try session.store(
        try contractRecords(),
        invoices: invoices + [
          try Fixtures.invoice("INV-other", schedules: ["BS-other"], number: "N-other")
        ])
      var needed = FactsNeeded()
      needed.invoices.takenBack = [["INV-1", "INV-2"]]
      let facts = try session.load(needed)
      #expect(Set(facts.invoicedPeriods.keys) == ["BS-own", "BS-done"])
      for (schedule, place) in [("BS-own", 0), ("BS-done", 1)] as [(BillingSchedule.ID, Int)] {
        let found = (facts.invoicedPeriods[schedule] ?? []).sorted { $0.invoiceId < $1.invoiceId }
        #expect(found.map(\.invoiceId) == ["INV-0", "INV-1", "INV-2", "INV-3"])
        #expect(found.map(\.line.period) == invoices.map { $0.lines[place].period })
        #expect(found.map(\.line.amount) == invoices.map { $0.lines[place].amount })
        #expect(found.dropFirst().map(\.invoiceNumber) == ["N-1", "N-2", "N-3"])
      }
    },

    ConformanceCase("of what may be taken back the usage is known, and what waits for an invoice") {
      opener in
      let session = try opener.migrated()
      func usage(
        _ id: UsageRecord.ID, of schedule: BillingSchedule.ID = "BS-1", _ invoice: Invoice.ID?
      ) throws -> Record {
        .usageRecord(
          UsageRecord(
            id: id, billingScheduleId: schedule, quantity: 1,
            usageDate: try Fixtures.date("2026-02-01"), invoiceId: invoice))
      }
      var metered = try Fixtures.schedule("BS-1")
      metered.billingMethod = .usage
      var other = try Fixtures.schedule("BS-3")
      other.billingMethod = .usage
      try session.store(
        [
          .account(try Fixtures.account()), .billingSchedule(metered), .billingSchedule(other),
          .billingSchedule(try Fixtures.schedule("BS-2")),
          try usage("u-own", "INV-1"), try usage("u-later", "INV-2"), try usage("u-waits", nil),
          try usage("u-other", of: "BS-3", nil),
        ],
        invoices: [
          try Fixtures.invoice("INV-1", schedules: ["BS-1", "BS-2"], number: "N-1"),
          try Fixtures.invoice(
            "INV-2", schedules: ["BS-1"], from: "2026-02-28", to: "2026-03-31", number: "N-2"),
        ])
      var needed = FactsNeeded()
      needed.invoices.takenBack = [["INV-1"]]
      let facts = try session.load(needed)
      #expect(facts.usageRecords.keys.sorted() == ["u-own", "u-waits"])
      #expect(facts.invoices.keys.sorted() == ["INV-1"] && facts.lineCounts == ["INV-1": 2])
      #expect(facts.accounts.isEmpty, "their account is locked, and nobody looks at it")
      // Together with what is billed of the account it is loaded.
      needed.schedules.ids = ["BS-3"]
      #expect(try session.load(needed).accounts.keys.sorted() == ["ACC-1"])
    },

    ConformanceCase("a usage line comes back as it was stored") { opener in
      let session = try opener.migrated()
      var invoice = try Fixtures.invoice("INV-1", schedules: ["BS-own", "BS-group"])
      invoice.lines[0].usage = LineUsage(
        consumedQuantity: try Fixtures.decimal("12.5"), includedQuantity: 10,
        overageQuantity: try Fixtures.decimal("2.5"),
        price: UsagePrice(
          unitPrice: invoice.lines[0].unitPrice, mode: .volume,
          tiers: [
            UsageTier(upTo: 5, unitPrice: 1, flatFee: 2), UsageTier(upTo: nil, unitPrice: 3),
          ]))
      invoice.lines[1].parentLineId = invoice.lines[0].id
      try session.store(try contractRecords(), invoices: [invoice])
      #expect(try Queries(session).invoice("INV-1") == invoice)
    },

    ConformanceCase("a contract's invoices are listed, by schedule and by group") { opener in
      let session = try opener.migrated()
      try session.store(
        try contractRecords(),
        invoices: [
          try Fixtures.invoice("INV-1", schedules: ["BS-own", "BS-other"]),
          try Fixtures.invoice("INV-2", schedules: ["BS-group"]),
          try Fixtures.invoice(
            "INV-3", schedules: ["BS-other"], from: "2026-02-28", to: "2026-03-31"),
        ])
      let invoices = try Queries(session).invoices(of: "C-1" as BillingContract.ID)
      #expect(invoices.map(\.id) == ["INV-2", "INV-1"])
    },

    ConformanceCase("a number is unique for each legal entity") { opener in
      let session = try opener.migrated()
      var one = try Fixtures.invoice("INV-1", schedules: ["BS-own"], number: "1")
      var two = try Fixtures.invoice("INV-2", schedules: ["BS-group"], number: "1")
      two.legalEntityId = "L"
      try session.store(try contractRecords(), invoices: [one, two])
      one = try Fixtures.invoice("INV-3", schedules: ["BS-other"], number: "1")
      #expect(throws: StoreError.self) { try session.store([], invoices: [one]) }
    },
  ]

  private static func contractRecords() throws -> [Record] {
    var own = try Fixtures.schedule("BS-own")
    own.billingContractId = "C-1"
    var grouped = try Fixtures.schedule("BS-group")
    grouped.billingScheduleGroupId = "G-1"
    var done = try Fixtures.schedule("BS-done", status: .completelyBilled)
    done.billingContractId = "C-1"
    var other = try Fixtures.schedule("BS-other")
    other.billingContractId = "C-2"
    return [
      .account(try Fixtures.account()),
      .billingContract(BillingContract(id: "C-1", accountId: "ACC-1", name: "1")),
      .billingContract(BillingContract(id: "C-2", accountId: "ACC-1", name: "2")),
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "G-1", accountId: "ACC-1", billingContractId: "C-1",
          attributes: InvoicingAttributes())),
      .billingSchedule(own), .billingSchedule(grouped), .billingSchedule(done),
      .billingSchedule(other),
    ]
  }
}

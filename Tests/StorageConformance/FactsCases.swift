internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  static let facts = [
    ConformanceCase("billing an account loads its open schedules and everything behind them") {
      opener in
      let session = try opener.migrated()
      try session.store(try FactsScenario.records())
      var needed = FactsNeeded()
      needed.schedules.ofAccounts = ["ACC-1", "ACC-unknown"]
      let facts = try session.load(needed)
      #expect(Set(facts.accounts.keys) == ["ACC-1"])
      #expect(Set(facts.schedules.keys) == ["BS-ready", "BS-error"])
      try FactsScenario.expectEverythingBehind(facts)
    },

    ConformanceCase("billing an order loads its open schedules and their account") { opener in
      let session = try opener.migrated()
      try session.store(try FactsScenario.records())
      var needed = FactsNeeded()
      needed.schedules.ofOrders = ["ORD-1"]
      let facts = try session.load(needed)
      #expect(Set(facts.accounts.keys) == ["ACC-1"])
      #expect(Set(facts.schedules.keys) == ["BS-ready"])
      #expect(facts.orders["ORD-1"] != nil)
      try FactsScenario.expectEverythingBehind(facts)
    },

    ConformanceCase("what is read without locks is the same, and waits for nobody who holds it") {
      opener in
      let session = try opener.migrated()
      try session.store(try FactsScenario.records())
      var needed = FactsNeeded()
      needed.schedules.ofAccounts = ["ACC-1"]
      needed.records.insert(Account.ID("ACC-1"))
      needed.records.written = [RecordReference(.account, "ACC-1" as Account.ID)]
      let reader = try opener.session()
      let wanted = needed
      let (held, read) = try session.transaction { transaction throws(StoreError) in
        let held = try transaction.load(wanted).facts
        // Within the other's transaction: to wait for it would be for ever.
        return (held, try reader.read(wanted).facts)
      }
      #expect(read.accounts == held.accounts && read.schedules == held.schedules)
      try FactsScenario.expectEverythingBehind(read)
      // And it keeps nobody waiting afterwards.
      #expect(try session.load(needed).accounts == held.accounts)
    },

    ConformanceCase("an order without schedules is found all the same") { opener in
      let session = try opener.migrated()
      try session.store([
        .account(try Fixtures.account()),
        .order(Order(id: "ORD-9", accountId: "ACC-1", orderNumber: "9")),
      ])
      var needed = FactsNeeded()
      needed.schedules.ofOrders = ["ORD-9"]
      let facts = try session.load(needed)
      #expect(facts.orders["ORD-9"] != nil)
      #expect(facts.accounts["ACC-1"] != nil)
    },

    ConformanceCase("billing named schedules loads them whatever their status") { opener in
      let session = try opener.migrated()
      try session.store(try FactsScenario.records())
      var needed = FactsNeeded()
      needed.schedules.ids = ["BS-ready", "BS-completed", "BS-other", "BS-unknown"]
      let facts = try session.load(needed)
      #expect(Set(facts.schedules.keys) == ["BS-ready", "BS-completed", "BS-other"])
      #expect(Set(facts.accounts.keys) == ["ACC-1", "ACC-2"])
      try FactsScenario.expectEverythingBehind(facts)
      #expect(facts.suspensions["SUS-other"] != nil)
    },

    ConformanceCase("an upsert loads the rows it names and nothing behind them") { opener in
      let session = try opener.migrated()
      try session.store(try FactsScenario.records())
      let schedule = try Fixtures.schedule("BS-other", of: "ACC-1")
      let facts = try session.load(RecordSet.needed(for: [.billingSchedule(schedule)]))
      #expect(Set(facts.schedules.keys) == ["BS-other"])
      // Its new account, and the one it is stored with.
      #expect(Set(facts.accounts.keys) == ["ACC-1", "ACC-2"])
      #expect(facts.suspensions.isEmpty)
      #expect(facts.taxRates.isEmpty)
      #expect(facts.paymentTerms.isEmpty)
    },

    ConformanceCase("a new default finds the default there is") { opener in
      let session = try opener.migrated()
      try session.store(try FactsScenario.records())
      let facts = try session.load(
        RecordSet.needed(for: [
          .paymentTerm(
            PaymentTerm(id: "PT-new", name: "", kind: .periodBased, days: 1, isDefault: true))
        ]))
      #expect(Set(facts.paymentTerms.keys) == ["PT-default"])
      #expect(facts.legalEntities.isEmpty)
    },

    ConformanceCase("an account's upsert knows whether it has a schedule, completed ones too") {
      opener in
      let session = try opener.migrated()
      try session.store([
        .account(try Fixtures.account("ACC-none")), .account(try Fixtures.account("ACC-done")),
        .billingSchedule(
          try Fixtures.schedule("BS-done", of: "ACC-done", status: .completelyBilled)),
      ])
      let facts = try session.load(
        RecordSet.needed(for: [
          .account(try Fixtures.account("ACC-none")), .account(try Fixtures.account("ACC-done")),
        ]))
      #expect(facts.accountsWithSchedules == ["ACC-done"])
    },

    ConformanceCase("a recovery finds the latest invoice of each schedule") { opener in
      let session = try opener.migrated()
      try session.store(
        [
          .account(try Fixtures.account()), .billingSchedule(try Fixtures.schedule("BS-1")),
          .billingSchedule(try Fixtures.schedule("BS-2")),
          .billingSchedule(try Fixtures.schedule("BS-3")),
        ],
        invoices: [
          try Fixtures.invoice("INV-1", schedules: ["BS-1", "BS-2"]),
          try Fixtures.invoice(
            "INV-2", schedules: ["BS-1"], from: "2026-02-28", to: "2026-03-31", number: "N-1"),
        ])
      var needed = FactsNeeded()
      needed.schedules.toRecover = ["BS-1", "BS-2", "BS-3"]
      let facts = try session.load(needed)
      #expect(Set(facts.schedules.keys) == ["BS-1", "BS-2", "BS-3"])
      #expect(facts.latestInvoices["BS-1"]?.id == "INV-2")
      #expect(facts.latestInvoices["BS-1"]?.number == "N-1")
      #expect(facts.latestInvoices["BS-2"]?.billingScheduleIds == ["BS-1", "BS-2"])
      #expect(facts.latestInvoices["BS-3"] == nil)
    },

    ConformanceCase("asking for nothing loads nothing") { opener in
      let session = try opener.migrated()
      try session.store(try FactsScenario.records())
      let facts = try session.load(FactsNeeded())
      #expect(facts.accounts.isEmpty && facts.schedules.isEmpty && facts.taxTreatments.isEmpty)
    },

    ConformanceCase("whoever loads an account holds it until the end") { opener in
      let session = try opener.migrated()
      try session.store([
        .account(try Fixtures.account()), .billingSchedule(try Fixtures.schedule("BS-1")),
      ])
      // Each adds 1 to what it read; a lost update would show in the sum.
      let workers = 4
      let rounds = 10
      _ = try await concurrently(workers) { _ in
        let session = try opener.session()
        var needed = FactsNeeded()
        needed.schedules.ofAccounts = ["ACC-1"]
        for _ in 0..<rounds {
          try untilUncontended { () throws(StoreError) in
            try session.transaction { transaction throws(StoreError) in
              var facts = try transaction.load(needed).facts
              guard var schedule = facts.schedules["BS-1"] else {
                throw StoreError(.fault, "the schedule is gone")
              }
              schedule.billingTerm += 1
              facts.apply(
                Effects(records: [.billingSchedule(schedule)]))
              try transaction.write(facts)
            }
          }
        }
      }
      var needed = FactsNeeded()
      needed.schedules.ids = ["BS-1"]
      let schedule = try session.load(needed).schedules["BS-1"]
      #expect(schedule?.billingTerm == 1 + workers * rounds)
    },

    ConformanceCase("schedules that move on are stored, with the same status or another") {
      opener in
      let session = try opener.migrated()
      let ids: [BillingSchedule.ID] = ["BS-1", "BS-2", "BS-3"]
      var records: [Record] = [.account(try Fixtures.account())]
      for id in ids { records.append(.billingSchedule(try Fixtures.schedule(id))) }
      try session.store(records)
      var moved = try Fixtures.progress()
      moved.nextBillingDate = try Fixtures.date("2026-02-28")
      moved.nextChargeFromDate = try Fixtures.date("2026-02-28")
      moved.billedAmount = try Fixtures.usd("100.00")
      moved.pendingAmount = try Fixtures.usd("200.00")
      moved.hasLines = true
      var completed = moved
      completed.status = .completelyBilled
      completed.nextBillingDate = nil
      completed.isCompletedByCancellation = true
      var needed = FactsNeeded()
      needed.schedules.ids = Set(ids)
      // The last changes its status twice in one batch.
      let progress = [
        ScheduleProgress(billingScheduleId: "BS-1", progress: moved),
        ScheduleProgress(billingScheduleId: "BS-2", progress: completed),
        ScheduleProgress(billingScheduleId: "BS-3", progress: completed),
        ScheduleProgress(billingScheduleId: "BS-3", progress: moved),
      ]
      try session.transaction { transaction throws(StoreError) in
        var facts = try transaction.load(needed).facts
        for one in progress { facts.apply(Effects(progress: [one])) }
        try transaction.write(facts)
      }
      let stored = try session.load(needed).schedules
      #expect(stored["BS-1"]?.progress == moved)
      #expect(stored["BS-2"]?.progress == completed)
      #expect(stored["BS-3"]?.progress == moved)
    },
  ]
}

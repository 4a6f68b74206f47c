internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  /// What requests about money find, and that its account is locked.
  static let ledgerFacts = [
    ConformanceCase("a payment's account is locked before it is read: no two move the same money") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      var effects = LedgerEffects()
      effects.payments = [try LedgerFixtures.payment("P-1", "100.00")]
      try session.write([], effects)
      let one = try Fixtures.usd("1.00")
      _ = try await concurrently(4) { _ in
        let session = try opener.session()
        for _ in 0..<5 {
          try untilUncontended { () throws(StoreError) in
            try session.transaction { transaction throws(StoreError) in
              var needed = FactsNeeded()
              needed.ledger.freed = [.payment("P-1")]
              let ledger = try transaction.load(needed).facts.ledger
              guard var payment = ledger.payments["P-1"],
                let applied = try? payment.applied.adding(one)
              else { throw StoreError(.fault, "the payment was not found") }
              payment.applied = applied
              var effects = LedgerEffects()
              effects.changedPayments = [payment]
              try transaction.write([effects])
            }
          }
        }
      }
      var needed = FactsNeeded()
      needed.ledger.payments = ["P-1"]
      let stored = try session.load(needed)
      #expect(stored.ledger.payments["P-1"]?.applied == (try Fixtures.usd("20.00")))
      #expect(Set(stored.accounts.keys) == ["ACC-1"])
    },

    ConformanceCase("an application is found with its source, its invoice's head and its account") {
      opener in
      let session = try opener.migrated()
      let invoice = try LedgerFixtures.invoice("I-1", "100.00")
      try session.storeInvoiced([invoice, try LedgerFixtures.invoice("I-2", "1.00", of: "ACC-2")])
      var effects = LedgerEffects()
      effects.payments = [try LedgerFixtures.payment("P-1", "1.00", of: "ACC-2")]
      effects.creditMemos = [try LedgerFixtures.memo("M-1", "10.00")]
      effects.applications = [
        try LedgerFixtures.application("A-1", .creditMemo("M-1"), "I-1", "10.00"),
        try LedgerFixtures.application("A-2", .payment("P-1"), "I-2", "1.00", of: "ACC-2"),
      ]
      try session.write([], effects)
      var needed = FactsNeeded()
      needed.ledger.applications = ["A-1"]
      let facts = try session.load(needed)
      #expect(facts.ledger.creditMemos == ["M-1": effects.creditMemos[0]])
      #expect(facts.ledger.payments.isEmpty && Set(facts.accounts.keys) == ["ACC-1"])
      var head = invoice
      head.lines = []
      #expect(facts.invoices == ["I-1": head])

      needed = FactsNeeded()
      needed.ledger.freedOfInvoices = [.init(.payment("P-1"), on: "I-2")]
      needed.invoices.ids = ["I-2"]
      let freed = try session.load(needed)
      #expect(freed.ledger.standing(of: .payment("P-1")) == [effects.applications[1]])
      #expect(freed.invoices["I-2"]?.lines.count == 1, "whole where another request needs it whole")
      #expect(Set(freed.accounts.keys) == ["ACC-2"])
    },

    ConformanceCase("a memo is found with the head of the invoice that it was made of") { opener in
      let session = try opener.migrated()
      let invoice = try LedgerFixtures.invoice("I-1", "100.00")
      try session.storeInvoiced([invoice])
      let line = CreditMemoLine.Source(invoiceId: "I-1", position: 1, lineId: invoice.lines[0].id)
      var voided = try LedgerFixtures.memo("M-2", "1.00", crediting: line)
      voided.status = .voided
      var effects = LedgerEffects()
      effects.creditMemos = [
        try LedgerFixtures.memo("M-1", "10.00", crediting: line), voided,
        try LedgerFixtures.memo("M-3", "1.00"),
      ]
      try session.write([], effects)
      var needed = FactsNeeded()
      needed.ledger.creditMemos = ["M-1"]
      let facts = try session.load(needed)
      #expect(facts.ledger.creditMemos == ["M-1": effects.creditMemos[0]])
      #expect(facts.invoices["I-1"]?.creditMemoIds == ["M-1", "M-2"])
      #expect(facts.invoices["I-1"]?.lines == [])

      // Those that are live count against its lines, and it comes whole.
      needed = FactsNeeded()
      needed.ledger.ofInvoices = ["I-1", "I-9"]
      needed.invoices.credited = [["I-1", "I-9"]]
      let credited = try session.load(needed)
      #expect(credited.ledger.memosOfInvoice == ["I-1": ["M-1"]])
      #expect(credited.ledger.creditMemos == ["M-1": effects.creditMemos[0]])
      #expect(credited.invoices["I-1"]?.lines == invoice.lines)
      #expect(credited.schedules.isEmpty, "nothing behind the lines")
    },

    ConformanceCase("open invoices come in the order in which they are settled, of one currency") {
      opener in
      let session = try opener.migrated()
      let late = try LedgerFixtures.invoice("I-1", "40.00", due: "2026-12-31")
      let early = try LedgerFixtures.invoice("I-2", "30.00", due: "2026-10-31")
      var draft = try LedgerFixtures.invoice("I-3", "50.00")
      draft.status = .draft
      draft.number = nil
      draft.postedDate = nil
      let negative = try LedgerFixtures.invoice("I-4", "-5.00")
      let zero = try LedgerFixtures.invoice("I-5", "0.00").withFigures(
        of: SettledAmounts(late.currency))
      let other = try LedgerFixtures.invoice("I-6", "9.00", of: "ACC-2")
      try session.storeInvoiced([late, early, draft, negative, zero, other])
      var effects = LedgerEffects()
      effects.payments = [try LedgerFixtures.payment("P-1", "100.00")]
      effects.creditMemos = [try LedgerFixtures.memo("M-1", "10.00", of: "ACC-2")]
      try session.write([], effects)
      func open(_ named: LedgerNeeded.AccountCurrency) throws -> WorkingSet {
        var needed = FactsNeeded()
        needed.ledger.openInvoices = [named: 1]
        return try session.load(needed)
      }
      for named in [
        LedgerNeeded.AccountCurrency.account("ACC-1", currencyCode: "USD"),
        .ofSource(.payment("P-1")),
      ] {
        let facts = try open(named)
        #expect(Set(facts.invoices.keys) == ["I-1", "I-2"])
        #expect(facts.invoices["I-1"]?.lines == [] && Set(facts.accounts.keys) == ["ACC-1"])
      }
      #expect(try open(.account("ACC-1", currencyCode: "EUR")).invoices.isEmpty)
      let ofMemo = try open(.ofSource(.creditMemo("M-1")))
      #expect(Set(ofMemo.invoices.keys) == ["I-6"] && Set(ofMemo.accounts.keys) == ["ACC-2"])
      #expect(try open(.ofSource(.payment("P-9"))).accounts.isEmpty)

      // Of a batch each account is looked at as often as its own requests ask for it, not as all of them do.
      var ofBatch = FactsNeeded()
      for named in [
        LedgerNeeded.AccountCurrency.account("ACC-1", currencyCode: "USD"),
        .ofSource(.payment("P-1")), .ofSource(.payment("P-1")), .ofSource(.creditMemo("M-1")),
      ] {
        var ofRequest = FactsNeeded()
        ofRequest.ledger.openInvoices = [named: 1]
        ofBatch.formUnion(ofRequest)
      }
      #expect(ofBatch.ledger.openInvoices.values.sorted() == [1, 1, 2])
      #expect(Set(try session.load(ofBatch).invoices.keys) == ["I-1", "I-2", "I-6"])
    },

    ConformanceCase("oldest first, from a payment that another request of the batch records") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([
        try LedgerFixtures.invoice("I-1", "40.00"),
        try LedgerFixtures.invoice("I-2", "9.00", of: "ACC-2"),
      ])
      let amount = try Fixtures.usd("100.00")
      let record = RecordPayment(
        payment: .init(
          id: "P-1", accountId: "ACC-1", currency: amount.currency, amount: 100,
          receivedDate: try Fixtures.date("2026-03-01")))
      let apply = ApplyToInvoices(source: .payment("P-1"), settlement: .oldestFirst)
      let alone = try session.load(record.factsNeeded)
      #expect(alone.invoices.isEmpty, "open invoices cost nothing where nobody settles them")
      var needed = record.factsNeeded
      needed.formUnion(apply.factsNeeded)
      let facts = try session.load(needed)
      #expect(Set(facts.invoices.keys) == ["I-1"] && Set(facts.accounts.keys) == ["ACC-1"])
    },

    ConformanceCase("what settles at posting is found for accounts that ask for it, and no others")
    {
      opener in
      let session = try opener.migrated()
      var account = try Fixtures.account()
      var invoice = try LedgerFixtures.invoice("I-1", "100.00")
      invoice.status = .draft
      invoice.number = nil
      invoice.postedDate = nil
      try session.storeInvoiced([invoice])
      var used = try LedgerFixtures.payment("P-2", "1.00", recorded: "2026-03-07")
      used.applied = used.amount
      var effects = LedgerEffects()
      effects.payments = [try LedgerFixtures.payment("P-1", "100.00"), used]
      effects.creditMemos = [try LedgerFixtures.memo("M-1", "10.00")]
      try session.write([], effects)
      func sources(_ needed: FactsNeeded) throws(StoreError) -> LedgerTables {
        let facts = try session.load(needed)
        return facts.ledger
      }
      var posting = FactsNeeded()
      posting.invoices.posted = [["I-1"]]
      var generating = FactsNeeded()
      generating.accounts.toInvoice = ["ACC-1"]
      generating.ledger.postingRequests = 1
      for needed in [posting, generating] {
        let none = try sources(needed)
        #expect(none.payments.isEmpty && none.creditMemos.isEmpty)
      }
      account.applyPayments = true
      try session.store([.account(account)])
      for needed in [posting, generating] {
        let found = try sources(needed)
        #expect(Set(found.payments.keys) == ["P-1"] && found.creditMemos.isEmpty)
        #expect(found.latestDays == ["ACC-1": try Fixtures.date("2026-03-07")])
      }
      account.applyCredits = true
      try session.store([.account(account)])
      generating.ledger.postingRequests = 0
      #expect(try sources(generating).payments.isEmpty, "a draft is settled by nothing")
      generating.ledger.openSources = ["ACC-1"]
      let both = try sources(generating)
      #expect(Set(both.payments.keys) == ["P-1"] && Set(both.creditMemos.keys) == ["M-1"])
      #expect(try session.load(posting).invoices["I-1"] == invoice)
    },

    ConformanceCase(
      "of more open sources than one request applies the oldest are found, for each request as many"
    ) { opener in
      let session = try opener.migrated()
      var account = try Fixtures.account()
      account.applyPayments = true
      try session.store([.account(account)])
      var effects = LedgerEffects()
      for number in 0...RequestedSettlement.most {
        // The last one is the oldest.
        effects.payments.append(
          try LedgerFixtures.payment(
            RecordID("P-\(number)"), "1.00",
            received: number == RequestedSettlement.most ? "2026-02-01" : "2026-03-01"))
      }
      effects.payments.append(
        try LedgerFixtures.payment("P-late", "1.00", received: "2026-03-02"))
      try session.write([], effects)
      func found(_ requests: Int) throws -> Set<Payment.ID> {
        var needed = FactsNeeded()
        for _ in 0..<requests {
          var one = FactsNeeded()
          one.accounts.toInvoice = ["ACC-1"]
          one.ledger.postingRequests = 1
          needed.formUnion(one)
        }
        return Set(try session.load(needed).ledger.payments.keys)
      }
      let one = try found(1)
      #expect(one.count == 2_000 && one.contains("P-2000") && !one.contains("P-late"))
      #expect(try found(2).count == 2_002, "what is beyond is another request's")
    },

    ConformanceCase(
      "invoices of which lines are credited are loaded up to 20,000 lines a request, twice that at once"
    ) { opener in
      let session = try opener.migrated()
      let one = try Fixtures.usd("1.00")
      var invoices: [Invoice] = []
      for (id, count) in [("I-1", 10_000), ("I-2", 10_001), ("I-3", 15_000), ("I-4", 20_000)]
        as [(Invoice.ID, Int)]
      {
        var invoice = try LedgerFixtures.invoice(id, "1.00")
        invoice.lines = []
        for number in 1...count {
          invoice.lines.append(
            InvoiceLine(
              id: "\(id)-\(number)", name: "Line", period: nil, quantity: 1, unitPrice: 1,
              amount: one, taxProcessingStatus: .posted))
        }
        invoices.append(invoice)
      }
      try session.storeInvoiced(invoices)
      func load(_ requests: [Set<Invoice.ID>]) throws -> WorkingSet {
        var needed = FactsNeeded()
        for ids in requests {
          var one = FactsNeeded()
          one.invoices.credited = [ids]
          one.ledger.ofInvoices = ids
          needed.formUnion(one)
        }
        return try session.load(needed)
      }
      let over = try load([["I-1", "I-2"]])
      #expect(over.lineCounts == ["I-1": 10_000, "I-2": 10_001])
      #expect(over.invoices.isEmpty && over.deferredInvoices.isEmpty)
      let together = try load([["I-4"], ["I-3"], ["I-1"], ["I-4"]])
      #expect(together.invoices.mapValues(\.lines.count) == ["I-4": 20_000, "I-3": 15_000])
      #expect(together.deferredInvoices == ["I-1"])
    },

    ConformanceCase(
      "who makes credit memos knows what numbers them, and which identifiers are used"
    ) {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      let policy = SequencePolicy(
        id: "SP-1", mode: .gapless, pattern: "C-{SequenceValue}", isActive: true,
        target: .creditMemo)
      try session.store([.sequencePolicy(policy)])
      var memo = try LedgerFixtures.memo("M-1", "10.00", of: "ACC-2")
      memo.uniqueIdentifier = "U-1"
      var effects = LedgerEffects()
      effects.creditMemos = [memo]
      try session.write([], effects)
      var needed = FactsNeeded()
      needed.ledger.numbersCreditMemos = true
      needed.ledger.creditMemoIdentifiers = ["U-1", "U-9"]
      let facts = try session.load(needed)
      #expect(facts.sequencePolicies == ["SP-1": policy])
      #expect(facts.ledger.creditMemoIdentifiers == ["U-1": "M-1"])
      // A stand-alone memo without an identifier asks for nothing else, and yet bears no day before the latest.
      var alone = FactsNeeded()
      alone.accounts.toInvoice = ["ACC-2"]
      alone.ledger.numbersCreditMemos = true
      let latest = try session.load(alone).ledger.latestDays
      #expect(latest == ["ACC-2": try Fixtures.date("2026-03-02")])
    },

    ConformanceCase("the day on which a memo was voided counts for all of its account") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      var memo = try LedgerFixtures.memo("M-1", "10.00")
      var made = LedgerEffects()
      made.creditMemos = [memo, try LedgerFixtures.memo("M-2", "10.00", of: "ACC-2")]
      made.payments = [try LedgerFixtures.payment("P-1", "10.00")]
      memo.status = .voided
      memo.voidedDate = try Fixtures.date("2026-03-09")
      var voided = LedgerEffects()
      voided.changedCreditMemos = [memo]
      try session.write([], made, voided)
      var needed = FactsNeeded()
      needed.ledger.payments = ["P-1"]
      needed.ledger.creditMemos = ["M-2"]
      let latest = try session.load(needed).ledger.latestDays
      #expect(
        latest == [
          "ACC-1": try Fixtures.date("2026-03-09"), "ACC-2": try Fixtures.date("2026-03-02"),
        ])
    },
  ]
}

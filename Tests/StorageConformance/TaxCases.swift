internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

/// What is told to a tax engine, from the posting to the end.
extension ConformanceCase {
  private static let end = Fixtures.later(seconds: 180)

  static let taxes: [ConformanceCase] =
    [
      ConformanceCase("what a document was posted with comes back as it was, with its number") {
        opener in
        let session = try opener.migrated()
        try session.storeInvoiced([try TaxFixtures.invoice("I-1")])
        var ledger = LedgerEffects()
        ledger.creditMemos = [try LedgerFixtures.memo("M-1", "10.00")]
        try session.write([], ledger)
        let full = try TaxFixtures.full("M-1")
        let ofInvoice = try TaxFixtures.opened(.invoice("I-1"))
        let ofMemo = try TaxFixtures.opened(.creditMemo("M-1"), full, after: 1)
        try session.open(ofInvoice, ofMemo)
        let queries = Queries(session)
        #expect(try queries.taxTransaction(of: "I-1") == ofInvoice.transaction)
        #expect(try queries.taxTransaction(of: "M-1") == ofMemo.transaction)
        #expect(try queries.taxTransaction(of: "I-2") == nil)

        let now = Fixtures.later(seconds: 2)
        let leased = try session.leaseTaxes(limit: 10, now: now, until: end)
        #expect(
          leased.map(\.call) == [
            .commit(
              TaxCommit(
                document: ofInvoice.document.document, number: .invoice("N-I-1"),
                quote: ofInvoice.document.quote)),
            .commit(
              TaxCommit(
                document: full.document, number: .creditMemo("CM-M-1"), quote: full.quote)),
          ])
        #expect(leased.map(\.name) == ["N-I-1", "CM-M-1"])
        #expect(
          leased.map(\.request) == [
            RequestKey(source: "crm", identifier: "r-I-1"), LedgerFixtures.request,
          ])
        // The mark, and the count, are durable before anybody is asked.
        for one in leased {
          #expect(one.transaction.isSent && one.transaction.attempts == 1 && one.until == end)
          #expect(try queries.taxTransaction(of: one.transaction.id) == one.transaction)
        }
      },

      ConformanceCase("a tax transaction is leased by one relay, the longest due first") { opener in
        let session = try opener.migrated()
        for (place, id) in ["I-3", "I-1", "I-2"].enumerated() {
          try session.open(
            try TaxFixtures.opened(.invoice(RecordID(id)), after: Int64(place)))
        }
        func lease(_ limit: Int, at seconds: Int64, until: UTCInstant = end) throws -> [String] {
          try session.leaseTaxes(limit: limit, now: Fixtures.later(seconds: seconds), until: until)
            .map(\.transaction.id.text)
        }
        #expect(try lease(0, at: 10) == [])
        #expect(try lease(10, at: 0) == ["I-3"])
        #expect(try lease(1, at: 10) == ["I-1"])
        #expect(try lease(10, at: 10) == ["I-2"])
        #expect(try lease(10, at: 179) == [])
        // Whoever had it is gone.
        #expect(
          try lease(10, at: 180, until: Fixtures.later(seconds: 360)) == ["I-3", "I-1", "I-2"])
        #expect(try Queries(session).taxTransaction(of: "I-3")?.attempts == 2)
      },

      ConformanceCase("tax relays at the same time never hold the same transaction") { opener in
        let session = try opener.migrated()
        var effects = TaxEffects()
        for number in 0..<40 {
          effects.opened.append(try TaxFixtures.opened(.invoice(RecordID("I-\(number)"))))
        }
        try session.write(taxes: [effects])
        let leased = try await concurrently(4) { _ in
          let session = try opener.session()
          var mine: [String] = []
          for _ in 0..<5 {
            mine += try untilUncontended { () throws(StoreError) in
              try session.leaseTaxes(limit: 3, now: Fixtures.later(seconds: 1), until: end)
            }.map(\.transaction.id.text)
          }
          return mine
        }
        let all = leased.flatMap(\.self)
        #expect(all.count == Set(all).count && all.count >= 15)
      },

      ConformanceCase("an answer ends the lease, and what is to be tried again waits for its time")
      {
        opener in
        let session = try opener.migrated()
        let ids = ["I-1", "I-2", "I-3", "I-4"] as [Invoice.ID]
        for id in ids { try session.open(try TaxFixtures.opened(.invoice(id))) }
        let leased = try session.leaseTaxes(limit: 10, now: Fixtures.now, until: end)
        let now = Fixtures.later(seconds: 1)
        let tax = try Fixtures.usd("24.99")
        let settled = try session.settle(
          [
            AnsweredTax(leased[0], .commitAnswered(.committed(transactionId: "T-1"))),
            AnsweredTax(
              leased[1], .commitAnswered(.variance(transactionId: "T-2", committedTax: tax))),
            AnsweredTax(leased[2], .commitAnswered(.refused(message: "No such \"code\"."))),
            AnsweredTax(leased[3], .commitAnswered(.away(reason: "503"))),
          ], at: now)
        #expect(settled.map(\.before) == leased.map(\.transaction))
        #expect(settled.map(\.after.state) == [.committed, .failed, .failed, .toCommit])
        let queries = Queries(session)
        for one in settled { #expect(try queries.taxTransaction(of: one.after.id) == one.after) }
        #expect(settled[1].after.committedTax == tax && settled[1].after.transactionId == "T-2")
        #expect(settled[2].after.failure?.code == .taxCommitRefused)
        #expect(settled[3].after.nextAttemptAt == Fixtures.later(seconds: 11))
        func lease(at seconds: Int64) throws -> [String] {
          try session.leaseTaxes(
            limit: 10, now: Fixtures.later(seconds: seconds),
            until: Fixtures.later(seconds: seconds + 180)
          ).map(\.transaction.id.text)
        }
        #expect(try lease(at: 10) == [])
        #expect(try lease(at: 11) == ["I-4"])
        #expect(try session.settle([], at: now).isEmpty)
        // Taken up again by a request.
        try session.apply(.retried, to: "I-3", at: Fixtures.later(seconds: 20))
        #expect(try lease(at: 20) == ["I-3"])
      },

      ConformanceCase("a void while the commit is under way waits for it, and follows it") {
        opener in
        let session = try opener.migrated()
        try session.storeInvoiced([try TaxFixtures.invoice("I-1")])
        try session.open(try TaxFixtures.opened(.invoice("I-1")))
        let held = try session.leaseTaxes(limit: 1, now: Fixtures.now, until: end)
        try session.apply(
          .documentVoided(reason: "twice"), to: "I-1", at: Fixtures.later(seconds: 1))
        let queries = Queries(session)
        #expect(try queries.taxTransaction(of: "I-1")?.state == .toVoid)
        // The engine is being asked: nobody asks it beside that.
        #expect(
          try session.leaseTaxes(
            limit: 1, now: Fixtures.later(seconds: 100), until: Fixtures.later(seconds: 280)
          ).isEmpty)
        try session.settle(
          [AnsweredTax(held[0], .commitAnswered(.committed(transactionId: "T")))],
          at: Fixtures.later(seconds: 101))
        let next = try session.leaseTaxes(
          limit: 1, now: Fixtures.later(seconds: 101), until: Fixtures.later(seconds: 281))
        #expect(
          next.map(\.call) == [
            .void(TaxVoid(documentId: "I-1", transactionId: "T", reason: "twice"))
          ])
        try session.settle(
          [AnsweredTax(next[0], .voidAnswered(.credited(transactionId: "T-2")))],
          at: Fixtures.later(seconds: 102))
        let credited = try #require(try queries.taxTransaction(of: "I-1"))
        #expect(credited.state == .credited && credited.transactionId == "T-2")
        #expect(credited.nextAttemptAt == nil)
        #expect(
          try session.leaseTaxes(
            limit: 1, now: Fixtures.later(seconds: 9_999), until: Fixtures.later(seconds: 10_000)
          ).isEmpty)
      },

      ConformanceCase("what was never sent is dropped, also within the batch that posts it") {
        opener in
        let session = try opener.migrated()
        try session.open(try TaxFixtures.opened(.invoice("I-1")))
        try session.apply(.documentVoided(reason: nil), to: "I-1", at: Fixtures.later(seconds: 1))
        let opened = try TaxFixtures.opened(.invoice("I-2"))
        var posting = TaxEffects()
        posting.opened = [opened]
        var voiding = TaxEffects()
        voiding.changed = [
          opened.transaction.applying(.documentVoided(reason: nil), at: Fixtures.now)
        ]
        try session.write(taxes: [posting, voiding])
        for id in ["I-1", "I-2"] as [TaxTransaction.ID] {
          #expect(try Queries(session).taxTransaction(of: id)?.state == .dropped)
        }
        #expect(
          try session.leaseTaxes(limit: 9, now: Fixtures.later(seconds: 9), until: end).isEmpty)
      },

      ConformanceCase("an answer after its lease says what the engine did, and nothing else") {
        opener in
        let session = try opener.migrated()
        try session.open(try TaxFixtures.opened(.invoice("I-1")))
        let late = try session.leaseTaxes(limit: 1, now: Fixtures.now, until: end)
        let until = Fixtures.later(seconds: 400)
        let held = try session.leaseTaxes(limit: 1, now: end, until: until)
        // The one that gave up does not make the other's wait, nor end its lease.
        #expect(
          try session.settle(
            [AnsweredTax(late[0], .commitAnswered(.away(reason: "slow")))],
            at: Fixtures.later(seconds: 190)
          ).isEmpty)
        try session.releaseTaxes(late)
        #expect(
          try session.leaseTaxes(limit: 1, now: Fixtures.later(seconds: 390), until: until).isEmpty)
        // What is booked is booked, whoever hears of it.
        let settled = try session.settle(
          [AnsweredTax(late[0], .commitAnswered(.committed(transactionId: "T")))],
          at: Fixtures.later(seconds: 195))
        #expect(settled.map(\.after.state) == [.committed])
        // And once.
        let again = try session.settle(
          [AnsweredTax(held[0], .commitAnswered(.committed(transactionId: "T")))],
          at: Fixtures.later(seconds: 196))
        #expect(again.map(\.after) == settled.map(\.after))
        #expect(try Queries(session).taxTransaction(of: "I-1") == settled[0].after)
      },

      ConformanceCase("what a worker's end breaks off is given back uncounted, and stays marked") {
        opener in
        let session = try opener.migrated()
        try session.open(try TaxFixtures.opened(.invoice("I-1")))
        let leased = try session.leaseTaxes(limit: 1, now: Fixtures.now, until: end)
        try session.releaseTaxes(leased)
        try session.releaseTaxes([])
        let stored = try #require(try Queries(session).taxTransaction(of: "I-1"))
        #expect(stored.attempts == 0 && stored.isSent)
        #expect(
          try session.leaseTaxes(limit: 1, now: Fixtures.later(seconds: 1), until: end).count == 1)
      },

      ConformanceCase("what cannot be told is leased with the reason, and keeps up no other") {
        opener in
        let session = try opener.migrated()
        try session.storeInvoiced([try TaxFixtures.invoice("I-1"), try TaxFixtures.invoice("I-2")])
        try session.open(
          try TaxFixtures.opened(.invoice("I-1")), try TaxFixtures.opened(.invoice("I-2")),
          try TaxFixtures.opened(.invoice("I-3")))
        try opener.damage("UPDATE tax_document SET content = '{}' WHERE document_id = 'I-1'")
        let leased = try session.leaseTaxes(limit: 9, now: Fixtures.now, until: end)
        #expect(
          leased.map(\.call).map {
            if case .impossible(let reason) = $0 { reason } else { "" }
          } == [
            "what the document was posted with cannot be read", "", "the document has no number",
          ])
        #expect(leased[2].name == "I-3")
      },
    ] + taxUpkeep
}

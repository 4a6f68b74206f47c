internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  /// What the database itself refuses, whatever the program believes.
  static let ledgerRefusals = [
    ConformanceCase("nothing is taken back twice") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      var effects = LedgerEffects()
      effects.applications = [
        try LedgerFixtures.application("A-1", .payment("P-1"), "I-1", "60.00"),
        try LedgerFixtures.application("A-2", .payment("P-1"), "I-1", "60.00", takesBack: "A-1"),
      ]
      try session.write([], effects)
      effects.applications = [
        try LedgerFixtures.application("A-3", .payment("P-1"), "I-1", "60.00", takesBack: "A-1")
      ]
      try refuses(.constraint) { () throws(StoreError) in try session.write([], effects) }
      #expect(!session.isBroken)
    },

    ConformanceCase("an invoice owes what its figures say, and nothing beyond it") { opener in
      let session = try opener.migrated()
      let invoice = try LedgerFixtures.invoice("I-1", "100.00")
      try session.storeInvoiced([invoice])
      var wrong = invoice
      wrong.version = 2
      wrong.balance = try Fixtures.usd("99.99")
      // More than is owed, though the sum is right.
      let overpaid = try invoice.paid(try Fixtures.usd("100.01"))
      let negative = try invoice.paid(try Fixtures.usd("-0.01"))
      var writtenOff = try invoice.paid(try Fixtures.usd("1.00"))
      writtenOff.settled.writtenOff = try Fixtures.usd("0.01")
      for changed in [wrong, overpaid, negative, writtenOff] {
        try refuses(.constraint) { () throws(StoreError) in
          try session.write([changed.change(from: invoice)])
        }
      }
      #expect(try Queries(session).invoice("I-1") == invoice)
      let paid = try invoice.paid(try Fixtures.usd("100.00"))
      try session.write([paid.change(from: invoice)])
      #expect(try Queries(session).invoice("I-1") == paid)
    },

    ConformanceCase("a payment and a memo move no more than they have") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      var payment = try LedgerFixtures.payment("P-1", "10.00")
      var memo = try LedgerFixtures.memo("M-1", "10.00")
      var effects = LedgerEffects()
      effects.payments = [payment]
      effects.creditMemos = [memo]
      try session.write([], effects)
      for (applied, refunded) in [("10.01", "0.00"), ("9.00", "1.01"), ("-0.01", "0.00")] {
        payment.applied = try Fixtures.usd(applied)
        payment.refunded = try Fixtures.usd(refunded)
        memo.applied = payment.applied
        memo.refunded = payment.refunded
        var moved = LedgerEffects()
        moved.changedPayments = [payment]
        try refuses(.constraint) { () throws(StoreError) in try session.write([], moved) }
        moved = LedgerEffects()
        moved.changedCreditMemos = [memo]
        try refuses(.constraint) { () throws(StoreError) in try session.write([], moved) }
      }
      effects = LedgerEffects()
      effects.payments = [try LedgerFixtures.payment("P-2", "0.00")]
      try refuses(.constraint) { () throws(StoreError) in try session.write([], effects) }
      effects = LedgerEffects()
      effects.applications = [
        try LedgerFixtures.application("A-1", .payment("P-1"), "I-1", "-1.00")
      ]
      try refuses(.constraint) { () throws(StoreError) in try session.write([], effects) }
    },

    ConformanceCase("the mirror of a negative invoice is negative, and so is what it applies") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      var memo = try LedgerFixtures.memo("M-1", "-30.00")
      memo.applied = try Fixtures.usd("-30.00")
      var effects = LedgerEffects()
      effects.creditMemos = [memo]
      effects.applications = [
        try LedgerFixtures.application("A-1", .creditMemo("M-1"), "I-1", "-30.00")
      ]
      try refuses(.constraint) { () throws(StoreError) in try session.write([], effects) }
      memo.sourceAction = .voidPostedInvoice
      effects.creditMemos = [memo]
      try session.write([], effects)
    },

    ConformanceCase("amounts of 18 digits before the point are stored as they are") { opener in
      let session = try opener.migrated()
      var invoice = try LedgerFixtures.invoice("I-1", "999999999999999999.99")
      try session.storeInvoiced([invoice])
      invoice = try invoice.paid(try Fixtures.usd("500000000000000000.00"))
      try session.write([
        InvoiceChange(
          invoice, [.balanceChanged], previousBalance: invoice.balance, lines: .unchanged)
      ])
      #expect(try Queries(session).invoice("I-1") == invoice)
      var payment = try LedgerFixtures.payment("P-1", "999999999999999999.99")
      payment.applied = try Fixtures.usd("500000000000000000.00")
      payment.refunded = try Fixtures.usd("499999999999999999.99")
      var effects = LedgerEffects()
      effects.payments = [payment]
      try session.write([], effects)
      var needed = FactsNeeded()
      needed.ledger.payments = ["P-1"]
      #expect(try session.load(needed).ledger.payments == ["P-1": payment])
    },

    ConformanceCase("what another account's request has recorded meanwhile is looked at again") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      let day = try Fixtures.date("2026-03-02")
      func effects(_ account: Account.ID, memo id: CreditMemo.ID) throws -> [LedgerEffects] {
        var effects = [LedgerEffects(), LedgerEffects(), LedgerEffects(), LedgerEffects()]
        effects[0].payments = [try LedgerFixtures.payment("P-1", "10.00", of: account)]
        var memo = try LedgerFixtures.memo(id, "10.00", of: account)
        memo.uniqueIdentifier = "U-1"
        effects[1].creditMemos = [memo]
        effects[2].refunds = [
          Refund(
            id: "R-1", source: .payment("P-1"), accountId: account,
            amount: try Fixtures.usd("7.00"), refundDate: day, recordedDate: day)
        ]
        effects[3].reversals = [
          Reversal(
            id: "V-1", paymentId: "P-1", accountId: account, amount: try Fixtures.usd("3.00"),
            reversalDate: day, reason: .error, recordedDate: day)
        ]
        return effects
      }
      for first in try effects("ACC-1", memo: "M-1") { try session.write([], first) }
      for second in try effects("ACC-2", memo: "M-2") {
        try refuses(.contention) { () throws(StoreError) in try session.write([], second) }
      }
      var needed = FactsNeeded()
      needed.ledger.payments = ["P-1"]
      #expect(try session.load(needed).ledger.payments["P-1"]?.accountId == "ACC-1")
    },

    ConformanceCase("a memo's number is given once for each legal entity, and no memo is without") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      var memo = try LedgerFixtures.memo("M-1", "1.00")
      memo.number = "CM-1"
      var effects = LedgerEffects()
      effects.creditMemos = [memo]
      try session.write([], effects)
      memo = try LedgerFixtures.memo("M-2", "1.00")
      memo.number = "CM-1"
      effects.creditMemos = [memo]
      try refuses(.constraint) { () throws(StoreError) in try session.write([], effects) }
      memo.legalEntityId = "LE-1"
      effects.creditMemos = [memo]
      try session.write([], effects)
      memo = try LedgerFixtures.memo("M-3", "1.00")
      memo.number = nil
      effects.creditMemos = [memo]
      try refuses(.fault) { () throws(StoreError) in try session.write([], effects) }
    },
  ]

  private static func refuses(
    _ kind: StoreError.Kind, _ body: () throws(StoreError) -> Void
  ) throws {
    let error = try #require(throws: StoreError.self, performing: body)
    #expect(error.kind == kind, "\(error)")
  }
}

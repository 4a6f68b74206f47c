internal import Billing
internal import Storage
internal import Testing

extension ConformanceCase {
  static let numbers = [
    ConformanceCase("numbers that invoices bear are found with their legal entity, others are not")
    {
      opener in
      let session = try opener.migrated()
      var schedules = ["BS-1", "BS-2", "BS-3"] as [BillingSchedule.ID]
      var invoices: [Invoice] = []
      for (id, number, entity) in [
        ("I-1", "N-1", nil), ("I-2", "N-1", "L"), ("I-3", "N-2", "L"),
      ] as [(Invoice.ID, String, LegalEntity.ID?)] {
        var invoice = try Fixtures.invoice(id, schedules: [schedules.removeFirst()], number: number)
        invoice.legalEntityId = entity
        invoices.append(invoice)
      }
      let draft = try Fixtures.invoice("I-4", schedules: ["BS-4"])
      try session.store(
        [.account(try Fixtures.account())]
          + (1...4).map { .billingSchedule(try Fixtures.schedule(RecordID("BS-\($0)"))) },
        invoices: invoices + [draft])
      func issued(_ numbers: Set<String>) throws(StoreError) -> Set<IssuedNumber> {
        try session.transaction { transaction throws(StoreError) in
          try transaction.issuedNumbers(among: numbers)
        }
      }
      #expect(
        try issued(["N-1", "N-2", "N-3", ""]) == [
          IssuedNumber(number: "N-1", legalEntityId: nil),
          IssuedNumber(number: "N-1", legalEntityId: "L"),
          IssuedNumber(number: "N-2", legalEntityId: "L"),
        ])
      #expect(try issued(["N-3"]).isEmpty)
      #expect(try issued([]).isEmpty)
    },

    ConformanceCase("a sequence that passes numbers over goes on behind them") { opener in
      let session = try opener.migrated()
      let request = SequenceRequest(policyId: "P", startValue: 5, count: 2)
      let taken = try session.transaction { transaction throws(StoreError) in
        let first = try transaction.takeInvoiceNumbers([request])
        let more = try transaction.takeInvoiceNumbers([
          SequenceRequest(policyId: "P", startValue: 5, count: 4)
        ])
        return [first["P"], more["P"]]
      }
      #expect(taken == [5..<7, 7..<11])
      let next = try session.transaction { transaction throws(StoreError) in
        try transaction.takeInvoiceNumbers([request])
      }
      #expect(next["P"] == 11..<13)
    },
  ]
}

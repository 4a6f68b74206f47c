internal import Billing
internal import Storage
internal import Testing

extension ConformanceCase {
  static let transactions = [
    ConformanceCase("a body that throws leaves nothing, and the session goes on") { opener in
      let session = try opener.migrated()
      let error = try #require(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          _ = try transaction.claim([Fixtures.claim("r-1")])
          throw StoreError(.fault, "on purpose")
        }
      }
      #expect(error.phase == .body)
      #expect(error.kind == .fault)
      #expect(error.rollbackMessage == nil)
      #expect(!session.isBroken)
      let results = try session.transaction { transaction throws(StoreError) in
        try transaction.claim([Fixtures.claim("r-1")])
      }
      #expect(results == [.claimed])
    },

    ConformanceCase("a reference that is not stored is refused, at the latest by the commit") {
      opener in
      let session = try opener.migrated()
      let schedule = try Fixtures.schedule("BS-1", of: "ACC-none")
      let error = try #require(throws: StoreError.self) {
        try session.store([.billingSchedule(schedule)])
      }
      #expect(error.kind == .constraint)
      #expect(!session.isBroken)
      #expect(try session.load(FactsNeeded()).schedules.isEmpty)
    },

    ConformanceCase("numbers have no gap, whatever is rolled back") { opener in
      let session = try opener.migrated()
      func take(_ count: Int) throws(StoreError) -> Range<Int64> {
        try session.transaction { transaction throws(StoreError) in
          try transaction.takeInvoiceNumbers(count)
        }
      }
      #expect(try take(3) == 1..<4)
      #expect(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          _ = try transaction.takeInvoiceNumbers(5)
          throw StoreError(.fault, "on purpose")
        }
      }
      #expect(try take(1) == 4..<5)
      #expect(try take(0).isEmpty)
      #expect(try take(2) == 5..<7)
    },

    ConformanceCase("workers that number at the same time share one sequence") { opener in
      _ = try opener.migrated()
      let taken = try await concurrently(4) { _ in
        let session = try opener.session()
        return try (0..<10).map { _ in
          try untilUncontended { () throws(StoreError) in
            try session.transaction { transaction throws(StoreError) in
              try transaction.takeInvoiceNumbers(3)
            }
          }
        }
      }
      #expect(taken.flatMap { $0 }.flatMap { $0 }.sorted() == Array(1...120))
    },
  ]
}

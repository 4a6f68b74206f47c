internal import Billing
internal import Storage
internal import Testing

extension ConformanceCase {
  static let transactions = [
    ConformanceCase("a body that throws leaves nothing, and the session goes on") { opener in
      let session = try opener.migrated()
      let error = try #require(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          try transaction.complete([Fixtures.completed(Fixtures.key("r-1"))])
          throw StoreError(.fault, "on purpose")
        }
      }
      #expect(error.phase == .body)
      #expect(error.kind == .fault)
      #expect(error.rollbackMessage == nil)
      #expect(!session.isBroken)
      let found = try session.transaction { transaction throws(StoreError) in
        try transaction.lookUp([Fixtures.key("r-1")])
      }
      #expect(found == [.new])
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
          try transaction.takeBuiltInNumbers(count)
        }
      }
      #expect(try take(3) == 1..<4)
      #expect(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          _ = try transaction.takeBuiltInNumbers(5)
          throw StoreError(.fault, "on purpose")
        }
      }
      #expect(try take(1) == 4..<5)
      #expect(try take(0).isEmpty)
      #expect(try take(2) == 5..<7)
    },

    ConformanceCase("every sequence policy counts by itself, from its start, without a gap") {
      opener in
      let session = try opener.migrated()
      func take(_ requests: [NumbersWanted]) throws(StoreError) -> [NumberSequence: Range<Int64>] {
        try session.transaction { transaction throws(StoreError) in
          try transaction.takeNumbers(requests)
        }
      }
      let one = NumbersWanted(.policy("P"), startValue: 100, count: 2)
      // The identifier of a policy may be a built-in counter's name.
      let two = NumbersWanted(.policy("invoice_number"), startValue: 0, count: 3)
      let builtIn = NumbersWanted(.builtIn(.invoice), startValue: 1, count: 1)
      #expect(
        try take([one, builtIn, two]) == [
          .policy("P"): 100..<102, .builtIn(.invoice): 1..<2, .policy("invoice_number"): 0..<3,
        ])
      #expect(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          _ = try transaction.takeNumbers([one, two])
          throw StoreError(.fault, "on purpose")
        }
      }
      #expect(try take([two, one]) == [.policy("P"): 102..<104, .policy("invoice_number"): 3..<6])
      // None is taken, and the row is locked.
      let held = NumbersWanted(.builtIn(.invoice), startValue: 1, count: 0)
      #expect(try take([held, one]) == [.policy("P"): 104..<106, .builtIn(.invoice): 2..<2])
      #expect(try take([builtIn]) == [.builtIn(.invoice): 2..<3])
      // Once a value was taken, a changed start has no effect.
      #expect(
        try take([NumbersWanted(.policy("P"), startValue: 500, count: 1)])
          == [.policy("P"): 106..<107])
      #expect(try take([]).isEmpty)
    },

    ConformanceCase("workers that number at the same time share one sequence") { opener in
      _ = try opener.migrated()
      let taken = try await concurrently(4) { _ in
        let session = try opener.session()
        return try (0..<10).map { _ in
          try untilUncontended { () throws(StoreError) in
            try session.transaction { transaction throws(StoreError) in
              try transaction.takeBuiltInNumbers(3)
            }
          }
        }
      }
      #expect(taken.flatMap { $0 }.flatMap { $0 }.sorted() == Array(1...120))
    },
  ]
}

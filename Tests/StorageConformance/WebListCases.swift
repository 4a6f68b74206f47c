internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  /// The lists that go on from a place, and what is looked at again and again.
  static let webLists = [
    ConformanceCase("requests are listed as asked for, the latest first, from a place on") {
      opener in
      let session = try opener.migrated()
      try session.complete((0..<7).map { ("r-\($0)", "crm", $0 / 2) } + [("x", "erp", 9)])
      let queries = Queries(session)
      func ids(
        after place: RequestListing.Place? = nil, limit: Int = 100,
        _ change: (inout RequestSelection) -> Void = { _ in }
      ) throws -> [String] {
        var selection = RequestSelection()
        change(&selection)
        return try queries.requests(selection, after: place, limit: limit).requests
          .map(\.key.identifier)
      }
      let all = ["x", "r-6", "r-5", "r-4", "r-3", "r-2", "r-1", "r-0"]
      #expect(try ids() == all)
      // Page by page it is the same list, whatever the length of a page.
      for limit in 1...9 {
        var found: [String] = []
        var place: RequestListing.Place?
        repeat {
          let page = try queries.requests(RequestSelection(), after: place, limit: limit)
          #expect(page.requests.count <= limit)
          found += page.requests.map(\.key.identifier)
          place = page.next
        } while place != nil && found.count < 20
        #expect(found == all, "\(limit)")
      }
      #expect(try ids { $0.source = "erp" } == ["x"])
      #expect(try ids { $0.type = "invoice.generate.v1" } == all)
      #expect(try ids { $0.type = "none.v1" } == [])
      #expect(try ids { $0.identifierPart = "R-" } == Array(all.dropFirst()))
      #expect(try ids { $0.outcome = .failed } == [])
      #expect(try ids { $0.isParked = true } == all)
      #expect(try ids { $0.isInternalError = true } == [])
      #expect(try ids { $0.code = "CODE_OF_X" } == ["x"])
      #expect(try ids { $0.code = "CODE_OF" } == [], "whole codes alone")
      #expect(try ids { $0.from = Fixtures.later(seconds: 3) } == ["x", "r-6"])
      #expect(try ids(limit: 1) { $0.from = Fixtures.later(seconds: 3) } == ["x"])
    },

    ConformanceCase("one request is found by its key, and outcomes are counted by type") {
      opener in
      let session = try opener.migrated()
      try session.complete([("r-1", "crm", 1), ("r-1", "erp", 2), ("r-2", "crm", 3)])
      let queries = Queries(session)
      let found = try queries.request(RequestKey(source: "erp", identifier: "r-1"))
      #expect(found?.outcome.completedAt == Fixtures.later(seconds: 2))
      #expect(try queries.request(RequestKey(source: "shop", identifier: "r-1")) == nil)
      func count(_ from: Int64, _ to: Int64) throws -> [String: Int] {
        try queries.completedRequests(
          from: Fixtures.later(seconds: from), to: Fixtures.later(seconds: to))
      }
      #expect(try count(0, 9) == ["invoice.generate.v1": 3])
      #expect(try count(1, 2) == ["invoice.generate.v1": 1], "after the one, up to the other")
      #expect(try count(3, 9) == [:])
      #expect(try queries.unsentEvents().count == 0)
      #expect(try queries.unsentEvents().oldest == nil)
    },

    ConformanceCase("error logs go on from a place, open ones before resolved ones") { opener in
      let session = try opener.migrated()
      var numbers: [String] = []
      for second in 0..<6 {
        let entry = ErrorLogEntry(
          category: .taxCalculation,
          code: second.isMultiple(of: 2) ? .taxRateNotFound : .taxRateAmbiguous,
          message: "sentence", primaryRecord: RecordReference(type: .account, id: "ACC-1"),
          relatedRecord: RecordReference(type: .billingSchedule, id: "BS-\(second)"),
          accountId: "ACC-1")
        numbers += try session.record(
          [entry], request: "r-1", at: Fixtures.later(seconds: Int64(second / 2))
        ).map(\.number)
      }
      _ = try session.transaction { transaction throws(StoreError) in
        try transaction.resolveErrorLogs(
          numbered: Array(numbers[4...]), at: Fixtures.later(seconds: 9))
      }
      let queries = Queries(session)
      let whole = try queries.errorLogs(.all, limit: 10)
      #expect(whole.count == 6)
      for limit in 1...7 {
        var found: [ErrorLog] = []
        var place: Queries.ErrorLogPlace?
        while found.count < 10 {
          let page = try queries.errorLogs(.all, code: nil, after: place, limit: limit)
          guard let last = page.last else { break }
          found += page
          place = Queries.ErrorLogPlace(
            isResolved: last.resolvedAt != nil, lastSeenAt: last.lastSeenAt, number: last.number)
        }
        #expect(found == whole, "\(limit)")
      }
      let ofCode = try queries.errorLogs(
        .account("ACC-1"), code: .taxRateAmbiguous, after: nil, limit: 10)
      #expect(ofCode == whole.filter { $0.entry.code == .taxRateAmbiguous })
    },

    ConformanceCase("invoices and runs go on from a place; a number is found by its beginning") {
      opener in
      let session = try opener.migrated()
      try session.store([.account(try Fixtures.account())])
      try session.store(
        [],
        invoices: try (0..<9).map { place in
          try Fixtures.invoice(
            RecordID("I-\(place)"), schedules: [],
            number: place == 4 ? nil : "N-\(place / 3)-\(place)")
        })
      let queries = Queries(session)
      let whole = try queries.invoiceHeads(InvoiceSelection(.all), limit: 20)
      var selection = InvoiceSelection(.all)
      var found: [Invoice] = []
      while found.count < 20 {
        let page = try queries.invoiceHeads(selection, limit: 2)
        guard let last = page.last else { break }
        found += page
        selection.after = InvoiceSelection.Place(
          invoiceDate: last.invoiceDate, number: last.number ?? "", id: last.id)
      }
      #expect(found == whole && whole.count == 9)
      selection = InvoiceSelection(.account("ACC-1"))
      selection.numberPrefix = "N-1-"
      #expect(
        try queries.invoiceHeads(selection, limit: 9).map(\.number) == ["N-1-5", "N-1-3"])
      selection.numberPrefix = "n-1"
      #expect(try queries.invoiceHeads(selection, limit: 9) == [])

      let first = try RunFixtures.run("RUN-a", .post, parent: "RUN-b")
      let second = try RunFixtures.run("RUN-b")
      try session.begin(first, second)
      #expect(try queries.runs(limit: 9) == [second, first])
      #expect(try queries.runs(after: (second.startedAt, second.id), limit: 9) == [first])
      #expect(try queries.runs(after: (first.startedAt, first.id), limit: 9) == [])
    },
  ]
}

extension StoreSession {
  /// Completes requests: identifier, source, and how many seconds after the beginning. Each completion names a code of its own.
  fileprivate func complete(_ requests: [(String, String, Int)]) throws(StoreError) {
    try transaction { transaction throws(StoreError) in
      try transaction.complete(
        requests.map { identifier, source, seconds in
          Fixtures.completed(
            RequestOutcome(
              key: Fixtures.key(identifier, source: source), outcome: .succeeded,
              completionEventId: "event",
              completionBody: Array("{\"errorCode\":\"CODE_OF_\(identifier.uppercased())\"}".utf8),
              attempts: 1, completedAt: Fixtures.later(seconds: Int64(seconds)), isParked: true))
        })
    }
  }
}

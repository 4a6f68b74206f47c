internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  static let errorLogs = [
    ConformanceCase("logs are numbered from EL-000001 and come back in the order given") {
      opener in
      let session = try opener.migrated()
      let entries = ["BS-2", "BS-1", "BS-3"].map { entry(related: $0) }
      let logs = try session.record(entries, request: "r-1", at: Fixtures.now)
      #expect(logs.map(\.entry) == entries)
      #expect(Set(logs.map(\.number)) == ["EL-000001", "EL-000002", "EL-000003"])
      for log in logs {
        #expect(log.requestIdentifier == "r-1")
        #expect(log.occurrences == 1)
        #expect(log.firstSeenAt == Fixtures.now && log.lastSeenAt == Fixtures.now)
      }
    },

    ConformanceCase("an error replaces the one with its category, primary and related record") {
      opener in
      let session = try opener.migrated()
      let old = try #require(
        try session.record([entry(related: "BS-1")], request: "r-1", at: Fixtures.now).first)
      let later = Fixtures.later(seconds: 60)
      let replacing = entry(
        related: "BS-1", code: .taxRateAmbiguous, severity: .warning, message: "newer",
        account: nil)
      let new = try #require(
        try session.record([replacing], request: nil, at: later).first)
      #expect(
        new
          == ErrorLog(
            number: old.number, entry: replacing, requestIdentifier: nil, occurrences: 2,
            firstSeenAt: Fixtures.now, lastSeenAt: later))
      #expect(try Queries(session).errorLogs(.all, limit: 10) == [new])
    },

    ConformanceCase(
      "S4: logs that were not seen since are forgotten, in steps; one seen again stays"
    ) {
      opener in
      let session = try opener.migrated()
      let entries = (1...5).map { entry(related: "BS-\($0)") }
      _ = try session.record(entries, request: "r-1", at: Fixtures.now)
      _ = try session.record(
        [entry(related: "BS-2")], request: "r-2", at: Fixtures.later(seconds: 9))
      let end = Fixtures.later(seconds: 5)
      #expect(try session.deleteErrorLogs(before: end, limit: 3) == 3)
      #expect(try session.deleteErrorLogs(before: end, limit: 3) == 1)
      #expect(try session.deleteErrorLogs(before: end, limit: 3) == 0)
      let left = try Queries(session).errorLogs(.all, limit: 10)
      #expect(left.map(\.entry.relatedRecord?.id) == ["BS-2"])
    },

    ConformanceCase(
      "S4: a database of the version before, with logs and dead letters, gains retention"
    ) {
      opener in
      let session = try opener.session(for: .migrating)
      let before: Int64 = 7
      #expect(try Schema(session).migrate(upTo: before) == Array(1...before))
      _ = try session.record([entry(related: "BS-1")], request: "r-1", at: Fixtures.now)
      let database = try opener.open(for: .migrating)
      let body = SQL(stringLiteral: "CAST('ab' AS \(database.dialect.typeName(.bytes)))")
      // In that version's own words.
      try database.execute(
        """
        INSERT INTO outbox_message (id, exchange, routing_key, event_id, created_at, leased_until,
          attempts, body)
        VALUES ('d-1', 'invoice.dead', '', NULL, \(Fixtures.now), \(Fixtures.now), 0, \(body)),
          ('m-1', 'invoice.events', 'e', 'e-1', \(Fixtures.now), \(Fixtures.now), 0, \(body))
        """)
      _ = try Schema(session).migrate()
      try Schema(session).check()
      #expect(try session.countUnsentEvents() == 1)
      let end = Fixtures.later(seconds: 1)
      #expect(try session.deleteErrorLogs(before: end, limit: 10) == 1)
      #expect(try session.deleteDeadLetters(before: end, limit: 10) == 1)
      #expect(try session.countUnsentEvents() == 1)
    },

    ConformanceCase("another category, type or related record is another error") { opener in
      let session = try opener.migrated()
      let entries = [
        entry(), entry(related: "BS-1"), entry(related: "BS-2"),
        entry(related: "BS-1", category: .taxCalculation),
        entry(primary: RecordReference(type: .order, id: "ACC-1")),
      ]
      let logs = try session.record(entries, request: "r-1", at: Fixtures.now)
      #expect(Set(logs.map(\.number)).count == entries.count)
      let again = try session.record(entries, request: "r-2", at: Fixtures.now)
      #expect(again.map(\.number) == logs.map(\.number))
      #expect(again.allSatisfy { $0.occurrences == 2 })
    },

    ConformanceCase("the same error twice in a batch is one log that counts both, told of twice") {
      opener in
      let session = try opener.migrated()
      let logs = try session.record(
        [entry(message: "first"), entry(related: "BS-1"), entry(message: "last")],
        request: "r-1", at: Fixtures.now)
      #expect(logs.map(\.entry.message) == ["first", "sentence", "last"])
      #expect(logs.map(\.occurrences) == [1, 1, 2])
      #expect(logs[0].number == logs[2].number)
      #expect(Set(logs.map(\.number)).count == 2)
    },

    ConformanceCase("the lists of account, order and request hold their logs, latest first") {
      opener in
      let session = try opener.migrated()
      let ofAccount = entry(related: "BS-1")
      let ofOrder = entry(primary: RecordReference(type: .order, id: "ORD-1"))
      let ofRequest = entry(
        primary: RecordReference(type: .request, id: "r-9"), category: .request, account: nil)
      _ = try session.record([ofAccount], request: "r-1", at: Fixtures.now)
      _ = try session.record([ofOrder], request: "r-2", at: Fixtures.later(seconds: 1))
      _ = try session.record([ofRequest], request: "r-9", at: Fixtures.later(seconds: 2))
      func entries(
        _ selection: Queries.ErrorLogSelection, limit: Int = 10
      ) throws(StoreError) -> [ErrorLogEntry] {
        try Queries(session).errorLogs(selection, limit: limit).map(\.entry)
      }
      #expect(try entries(.all) == [ofRequest, ofOrder, ofAccount])
      #expect(try entries(.all, limit: 2) == [ofRequest, ofOrder])
      #expect(try entries(.account("ACC-1")) == [ofOrder, ofAccount])
      #expect(try entries(.order("ORD-1")) == [ofOrder])
      #expect(try entries(.order("ACC-1")) == [])
      #expect(try entries(.request(identifier: "r-9")) == [ofRequest])
    },

    ConformanceCase(
      "a log is resolved by the success of what it names, and open again when it comes back"
    ) {
      opener in
      let session = try opener.migrated()
      let entries = [
        entry(related: "BS-1"), entry(related: "BS-2"), entry(),
        entry(primary: RecordReference(type: .order, id: "ORD-1")),
        entry(category: .invoicePosting), entry(category: .invoiceIngestion),
        entry(
          primary: RecordReference(type: .account, id: "ACC-2"), related: "BS-1",
          category: .taxCalculation, account: "ACC-2"),
      ]
      let logs = try session.record(entries, request: "r-1", at: Fixtures.now)
      let later = Fixtures.later(seconds: 9)
      func settle(_ change: (inout SettledRecords) -> Void) throws -> [ErrorLogEntry] {
        var settled = SettledRecords()
        change(&settled)
        try session.transaction { transaction throws(StoreError) in
          try transaction.resolveErrorLogs(of: settled, at: later)
        }
        let stored = try Queries(session).errorLogs(.all, limit: 100)
        #expect(stored.allSatisfy { $0.resolvedAt == nil || $0.resolvedAt == later })
        let open = stored.prefix { $0.resolvedAt == nil }
        #expect(stored.dropFirst(open.count).allSatisfy { $0.resolvedAt != nil }, "open ones first")
        return entries.filter { entry in open.contains { $0.entry == entry } }
      }
      #expect(try settle { _ in } == entries)
      #expect(try settle { $0.schedules = ["BS-1", "BS-9"] } == Array(entries[1...5]))
      #expect(
        try settle { $0.accounts = ["ACC-1"] } == [entries[1], entries[3], entries[4], entries[5]])
      #expect(try settle { $0.orders = ["ORD-1"] } == [entries[1], entries[4], entries[5]])
      #expect(try settle { $0.posted = ["ACC-1"] } == [entries[1], entries[5]])

      let again = try session.record([entries[0]], request: "r-2", at: Fixtures.later(seconds: 20))
      #expect(again.map(\.number) == [logs[0].number])
      #expect(again.map(\.occurrences) == [2] && again.map(\.resolvedAt) == [nil])
      #expect(try Queries(session).errorLogs(.all, limit: 1).map(\.number) == [logs[0].number])
    },

    ConformanceCase("what several categories say of the same records is resolved, and of no others")
    {
      opener in
      let session = try opener.migrated()
      let entries = [
        entry(related: "BS-1", category: .invoiceVoid),
        entry(related: "BS-1", category: .invoiceRun),
        entry(related: "BS-1", category: .invoiceCancel),
        entry(related: "BS-2", category: .invoiceVoid),
        entry(related: "BS-2", category: .invoiceRun),
      ]
      _ = try session.record(entries, request: "r-1", at: Fixtures.now)
      func left(
        after changed: [ErrorLogCategory: Set<RecordReference>]
      ) throws -> [ErrorLogEntry] {
        var settled = SettledRecords()
        settled.changed = changed
        try session.transaction { transaction throws(StoreError) in
          try transaction.resolveErrorLogs(of: settled, at: Fixtures.later(seconds: 9))
        }
        let open = try Queries(session).errorLogs(.all, limit: 100).prefix { $0.resolvedAt == nil }
        return entries.filter { entry in open.contains { $0.entry == entry } }
      }
      let first = RecordReference(type: .billingSchedule, id: "BS-1")
      let second = RecordReference(type: .billingSchedule, id: "BS-2")
      let ofInvoice = RecordReference(type: .invoice, id: "BS-2")
      #expect(
        try left(after: [.invoiceVoid: [first], .invoiceRun: [first], .invoiceCancel: [ofInvoice]])
          == Array(entries[2...]))
      #expect(
        try left(after: [.invoiceVoid: [second], .invoiceRun: [first, second]])
          == [entries[2]])
    },

    ConformanceCase("an operator resolves logs by number, each once") { opener in
      let session = try opener.migrated()
      let logs = try session.record(
        [entry(related: "BS-1"), entry(related: "BS-2")], request: "r-1", at: Fixtures.now)
      func resolve(_ numbers: [String], at second: Int64) throws(StoreError) -> [ErrorLog] {
        try session.transaction { transaction throws(StoreError) in
          try transaction.resolveErrorLogs(numbered: numbers, at: Fixtures.later(seconds: second))
        }
      }
      let first = try resolve([logs[0].number, "EL-999999"], at: 1)
      #expect(first.map(\.number) == [logs[0].number])
      #expect(first.map(\.resolvedAt) == [Fixtures.later(seconds: 1)])
      #expect(try resolve([logs[0].number], at: 2) == first)
      #expect(
        try Queries(session).errorLogs(.all, limit: 10).map(\.number) == [
          logs[1].number, logs[0].number,
        ])
    },

    ConformanceCase("workers that record the same error count every occurrence") { opener in
      let session = try opener.migrated()
      let entries = (0..<10).map { entry(related: "BS-\($0)") }
      _ = try await concurrently(4) { worker in
        let session = try opener.session()
        let rotated = Array(entries[(worker * 2)...] + entries[..<(worker * 2)])
        try untilUncontended { () throws(StoreError) in
          _ = try session.record(rotated, request: "r-\(worker)", at: Fixtures.now)
        }
      }
      let logs = try Queries(session).errorLogs(.all, limit: 100)
      #expect(logs.map(\.occurrences) == Array(repeating: 4, count: entries.count))
      #expect(Set(logs.map(\.number)).count == entries.count)
    },
  ]

  private static func entry(
    primary: RecordReference = RecordReference(type: .account, id: "ACC-1"),
    related: String? = nil, category: ErrorLogCategory = .invoiceGeneration,
    code: ErrorCode = .taxRateNotFound, severity: ErrorLogEntry.Severity = .error,
    message: String = "sentence", account: Account.ID? = "ACC-1"
  ) -> ErrorLogEntry {
    ErrorLogEntry(
      category: category, severity: severity, code: code, message: message,
      primaryRecord: primary,
      relatedRecord: related.map { RecordReference(type: .billingSchedule, id: $0) },
      accountId: account)
  }
}

extension StoreSession {
  func record(
    _ entries: [ErrorLogEntry], request: String?, at now: UTCInstant
  ) throws(StoreError) -> [ErrorLog] {
    try transaction { transaction throws(StoreError) in
      try transaction.record(
        entries.map { ErrorLogOccurrence($0, requestIdentifier: request) }, at: now)
    }
  }
}

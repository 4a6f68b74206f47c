internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  static let numberGaps = [
    ConformanceCase(
      "E48: a value passed over is known, one deleted by hand is a gap, none is given again"
    ) { opener in
      let session = try opener.migrated()
      try storeNumbered(in: session)
      try opener.damage("DELETE FROM invoice WHERE number_value = 7")
      #expect(
        try gaps(opener) == [
          "builtIn 4 INV-2026-000004 passedOver", "builtIn 7 INV-2026-000007 -",
        ])
      let sequence = try #require(try opener.queries().numberSequences().last)
      #expect(sequence.policyId == nil && sequence.first == 1 && sequence.last == 10)
      let next = try session.transaction { transaction throws(StoreError) in
        try transaction.takeNumbers([NumbersWanted(.builtIn(.invoice), startValue: 1, count: 1)])
      }
      #expect(next == [.builtIn(.invoice): 11..<12])
    },

    ConformanceCase("a gap is an error log once, whoever looks, and none once it is explained") {
      opener in
      let session = try opener.migrated()
      try storeNumbered(in: session)
      try opener.damage("DELETE FROM invoice WHERE number_value IN (7, 8)")
      let found = try opener.queries().newNumberGaps()
      #expect(found.map(\.gap.value) == [7, 8])
      func record(_ found: [FoundGap]) throws -> [ErrorLog] {
        try session.transaction { transaction throws(StoreError) in
          try transaction.recordNumberGaps(found, at: Fixtures.now)
        }
      }
      let logs = try record(found)
      #expect(logs.map(\.entry.code) == [.sequenceGap, .sequenceGap])
      #expect(logs.allSatisfy { $0.entry.category == .numbering })
      #expect(logs.first?.entry.message.contains("7 (INV-2026-000007)") == true)
      #expect(logs.first?.entry.message.contains("Missing as well: value 8.") == true)
      #expect(
        logs.first?.entry.primaryRecord == RecordReference(type: .sequencePolicy, id: "built-in"))
      #expect(logs.first?.entry.relatedRecord == nil)
      #expect(try record(found).isEmpty)
      #expect(try opener.queries().newNumberGaps().isEmpty)

      try session.transaction { transaction throws(StoreError) in
        for missing in found {
          try transaction.explain(
            missing.gap, of: missing.sequence, as: "deleted by hand", at: Fixtures.now)
        }
      }
      #expect(
        try gaps(opener) == [
          "builtIn 4 INV-2026-000004 passedOver", "builtIn 7 INV-2026-000007 deleted by hand",
          "builtIn 8 INV-2026-000008 deleted by hand",
        ])
    },

    ConformanceCase("a later gap of a sequence hides no earlier one in the list of errors") {
      opener in
      let session = try opener.migrated()
      try storeNumbered(in: session)
      func look() throws -> [ErrorLog] {
        let found = try opener.queries().newNumberGaps()
        _ = try session.transaction { transaction throws(StoreError) in
          try transaction.recordNumberGaps(found, at: Fixtures.now)
        }
        return try opener.queries().errorLogs(.all, limit: 10)
      }
      try opener.damage("DELETE FROM invoice WHERE number_value IN (2, 6, 7)")
      #expect(try look().count == 1)
      try opener.damage("DELETE FROM invoice WHERE number_value = 9")
      let logs = try look()
      #expect(logs.map(\.occurrences) == [4])
      let message = try #require(logs.first?.entry.message)
      #expect(message.contains("The value 9 (INV-2026-000009)"), "\(message)")
      #expect(message.contains("Missing as well: values 2, 6 to 7."), "\(message)")
      #expect(try look() == logs, "what is known is no new occurrence")

      // What credit memos lack is told apart from what invoices do.
      try opener.damage(
        "UPDATE sequence_counter SET next_value = 2 WHERE name = 'credit_memo_number'")
      #expect(
        Set(try look().map(\.entry.primaryRecord.id)) == ["built-in", "built-in-credit-memo"])
    },

    ConformanceCase("gaps that are known hide no new one") { opener in
      let session = try opener.migrated()
      try storeNumbered(in: session)
      try opener.damage(
        "UPDATE sequence_counter SET next_value = 251 WHERE name = 'invoice_number'")
      var seen: [Int] = []
      while true {
        let found = try opener.queries().newNumberGaps()
        guard !found.isEmpty else { break }
        seen.append(found.count)
        _ = try session.transaction { transaction throws(StoreError) in
          try transaction.recordNumberGaps(found, at: Fixtures.now)
        }
      }
      #expect(seen == [100, 100, 40])
    },

    ConformanceCase(
      "a gap of a policy is its legal entity's; a sequence with gaps allowed is not looked at"
    ) { opener in
      let session = try opener.migrated()
      func policy(_ id: SequencePolicy.ID, _ mode: SequencePolicy.Mode) -> SequencePolicy {
        SequencePolicy(
          id: id, legalEntityId: "LE-1", mode: mode, pattern: "X-{SequenceValue}", startValue: 5,
          isActive: true)
      }
      try session.store([
        .legalEntity(LegalEntity(id: "LE-1", name: "Seller", address: Fixtures.address)),
        .sequencePolicy(policy("P", .gapless)), .sequencePolicy(policy("Q", .basic)),
      ])
      try session.transaction { transaction throws(StoreError) in
        _ = try transaction.takeNumbers([
          NumbersWanted(.policy("P"), startValue: 5, count: 2),
          NumbersWanted(.policy("Q"), startValue: 5, count: 2),
        ])
      }
      #expect(try gaps(opener) == ["P 5 nil -", "P 6 nil -"])
      let log = try session.transaction { transaction throws(StoreError) in
        try transaction.recordNumberGaps(
          try opener.queries().newNumberGaps().prefix(1).map(\.self), at: Fixtures.now)
      }.first
      #expect(log?.entry.primaryRecord == RecordReference(.legalEntity, "LE-1" as LegalEntity.ID))
      #expect(
        log?.entry.relatedRecord == RecordReference(.sequencePolicy, "P" as SequencePolicy.ID))
    },
  ]

  /// Invoices of the values 1 to 10 of the built-in sequence; 4 was passed over.
  private static func storeNumbered(in session: StoreSession) throws {
    var books = LedgerBooks()
    for value in Int64(1)...10 where value != 4 {
      let id = Invoice.ID("I-\(value)")
      try books.invoice(id, "1.00", dated: "2026-01-01", due: "2026-01-31")
      try books.change(id) {
        $0.number = "INV-2026-0000" + (value < 10 ? "0" : "") + "\(value)"
        $0.numberOrigin = NumberOrigin(policyId: nil, value: value)
      }
    }
    try books.store(in: session)
    try session.transaction { transaction throws(StoreError) in
      _ = try transaction.takeNumbers([NumbersWanted(.builtIn(.invoice), startValue: 1, count: 10)])
      try transaction.notePassedOver([
        PassedOverNumber(
          .builtIn(.invoice), value: 4, number: "INV-2026-000004", legalEntityId: nil)
      ])
    }
  }

  private static func gaps(_ opener: any DatabaseOpener) throws -> [String] {
    var found: [String] = []
    let queries = try opener.queries()
    for sequence in try queries.numberSequences() {
      try queries.forEachMissingNumber(of: sequence) { gap in
        let words =
          switch gap.explanation {
          case .passedOver?: "passedOver"
          case .text(let text)?: text
          case nil: "-"
          }
        found.append(
          "\(sequence.policyId?.text ?? "builtIn") \(gap.value) \(gap.text ?? "nil") \(words)")
      }
    }
    return found
  }
}

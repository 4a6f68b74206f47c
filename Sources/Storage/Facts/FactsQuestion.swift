internal import Billing

/// A query of a loading, with what is done with each of its rows.
struct FactsQuestion {
  let statement: SQL
  let take: (inout FactsFound, inout RowDecoder) throws(StoreError) -> Void
}

extension FactsQuestion {
  /// The records of a kind, for the facts: those that `condition` selects, or all.
  static func records<Stored: StoredRecord>(
    of kind: Stored.Type, where condition: SQL?
  ) -> FactsQuestion {
    FactsQuestion(
      statement:
        "SELECT \(columns: Stored.table) FROM \(table: Stored.table)\(where: condition)"
    ) { found, row throws(StoreError) in
      found.facts.insert(try Stored(from: &row).record)
    }
  }

  /// The same for identifiers; nil for none.
  static func records<Stored: StoredRecord>(
    of kind: Stored.Type, _ ids: Set<String>
  ) -> FactsQuestion? {
    ids.isEmpty ? nil : records(of: kind, where: "id \(anyOf: ids)")
  }

  static func records<Stored: StoredRecord>(
    of kind: Stored.Type, _ ids: Set<Stored.ID>
  ) -> FactsQuestion? {
    ids.isEmpty ? nil : records(of: kind, where: "id \(anyOf: ids)")
  }

  /// The accounts that a query answers, one a row, among those to be locked.
  static func accounts(_ statement: SQL) -> FactsQuestion {
    FactsQuestion(statement: statement) { found, row throws(StoreError) in
      found.accounts.insert(try row.id())
    }
  }
}

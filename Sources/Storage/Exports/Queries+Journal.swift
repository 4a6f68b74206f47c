package import Billing

extension Queries {
  /// Hands over every entry of the days, in constant memory: by day, kind and identifier. What the entries of all days up to one
  /// post to the receivable is the aging's total of that day (<doc:Exports#The-ledger>).
  package func forEachJournalEntry(
    in days: ExportedDays, _ body: (JournalEntry) -> Void
  ) throws(StoreError) {
    try session.reading { () throws(StoreError) in
      var fold = JournalFold()
      try database.stream(JournalStatement(days: days).text) { found throws(StoreError) in
        if let entry = try fold.take(found) { body(entry) }
      }
      if let entry = try fold.end() { body(entry) }
    }
  }
}

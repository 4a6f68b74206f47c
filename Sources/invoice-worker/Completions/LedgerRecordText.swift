import Messages

/// What a request added to the ledger, and the tasks that it requested, for people.
enum LedgerRecordText {
  static func table(_ records: [LedgerRecordView]) -> Table {
    var table = Table([
      .init("Record"), .init("Name"), .init("Amount", isNumber: true),
      .init("Currency", drop: 1), .init("Left", isNumber: true, drop: 2),
      .init("About", drop: 3, wraps: true),
    ])
    for record in records {
      table.append([
        record.kind.rawValue, record.name, record.amount ?? "", record.currency ?? "",
        record.left ?? "", record.about,
      ])
    }
    return table
  }

  /// How many of each kind: `1 payment, 2 applications`.
  static func counts(_ records: [LedgerRecordView]) -> [String] {
    LedgerRecordView.Kind.allCases.compactMap { kind in
      let count = records.count { $0.kind == kind }
      guard count > 0 else { return nil }
      return "\(count) \(kind.rawValue.lowercased())\(count == 1 ? "" : "s")"
    }
  }
}

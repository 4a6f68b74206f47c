/// One write of many rows in as few round trips as the database allows.
package struct BulkWrite: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case insert(onConflict: String, returning: String)
    case update(keyCount: Int)
  }

  let table: String
  /// The columns of the rows, in order.
  package let columns: [Column]
  let kind: Kind

  /// Whether the write hands rows back, so that its end has to be waited for.
  package var returnsRows: Bool {
    switch kind {
    case .insert(_, let returning): !returning.isEmpty
    case .update: false
    }
  }

  /// Inserts rows; one that exists already is an error.
  static func insert(_ table: Table, returning: String = "") -> BulkWrite {
    BulkWrite(
      table: table.name, columns: table.columns, kind: .insert(onConflict: "", returning: returning)
    )
  }

  /// Inserts rows; one whose key exists is left as it is, and not among those returned.
  static func insertNew(_ table: Table) -> BulkWrite {
    insertNew(table, onConflict: "(\(table.key.joined(separator: ", ")))", returning: "")
  }

  /// The same for another unique key, in the words of an `ON CONFLICT` clause.
  static func insertNew(_ table: Table, onConflict key: String, returning: String) -> BulkWrite {
    let conflict = "ON CONFLICT \(key) DO NOTHING"
    return BulkWrite(
      table: table.name, columns: table.columns,
      kind: .insert(onConflict: conflict, returning: returning))
  }

  /// Inserts rows; one whose key exists takes over all values of the new one, except where
  /// `assignments` gives the expression to set a column to (`table.column` is the stored value,
  /// `excluded.column` the new one).
  static func upsert(
    _ table: Table, assignments: [String: String] = [:], returning: String = ""
  ) -> BulkWrite {
    let updates = table.columns.filter { !table.key.contains($0.name) }
      .map { "\($0.name) = \(assignments[$0.name] ?? "excluded.\($0.name)")" }
      .joined(separator: ", ")
    let conflict = "ON CONFLICT (\(table.key.joined(separator: ", "))) DO UPDATE SET \(updates)"
    return BulkWrite(
      table: table.name, columns: table.columns,
      kind: .insert(onConflict: conflict, returning: returning))
  }

  /// Sets `columns` of the rows with a key; a row's values are its key's, then these.
  static func update(_ table: Table, set columns: [Column]) -> BulkWrite {
    let key = table.columns.filter { table.key.contains($0.name) }
    return BulkWrite(
      table: table.name, columns: key + columns, kind: .update(keyCount: key.count))
  }

  /// The same where a row is only changed while its `guarded` column has a value: a row's values are its key's, that one, then
  /// these. How many it has changed says ``Database/change(_:_:)``.
  static func update(_ table: Table, where guarded: Column, set columns: [Column]) -> BulkWrite {
    let key = table.columns.filter { table.key.contains($0.name) }
    return BulkWrite(
      table: table.name, columns: key + [guarded] + columns, kind: .update(keyCount: key.count + 1))
  }

  /// By what tells most of them apart: they are looked up often, and are long.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(table)
    hasher.combine(columns.count)
    hasher.combine(kind)
  }

  /// The statement's text; its parameters are the columns' values of one row, or of all rows at
  /// once, as the dialect has it.
  package func rendered(for dialect: some Dialect) -> String {
    switch kind {
    case .insert(let onConflict, let returning):
      var text = "INSERT INTO " + table
      text.reserveCapacity(64 + columns.count * 32)
      for (place, column) in columns.enumerated() {
        text += place == 0 ? " (" : ", "
        text += column.name
      }
      text += ") "
      text += dialect.rows(of: columns)
      if !onConflict.isEmpty { text += " " + onConflict }
      if !returning.isEmpty { text += " RETURNING " + returning }
      return text
    case .update(let keyCount):
      return dialect.update(table, columns: columns, keyCount: keyCount)
    }
  }
}

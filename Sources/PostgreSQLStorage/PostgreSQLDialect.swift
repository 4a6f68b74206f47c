package import Storage

/// PostgreSQL's words. Values have the database's own types, so that a person with psql reads dates,
/// amounts and instants; sets and rows are arrays, one parameter each.
package struct PostgreSQLDialect: Dialect {
  /// Of a bulk write: the columns in which all rows have the same value, which is a parameter by itself; empty: none.
  private let isShared: [Bool]

  package init() { isShared = [] }

  init(sharing isShared: [Bool]) { self.isShared = isShared }

  package func typeName(_ type: ColumnType) -> String {
    switch type {
    // Byte by byte: the database's own order depends on its locale, and costs a conversion.
    case .identifier: "text COLLATE \"C\""
    case .text, .integer, .boolean, .date, .instant, .decimal, .bytes: Self.plainTypeName(type)
    }
  }

  private static func plainTypeName(_ type: ColumnType) -> String {
    switch type {
    case .identifier, .text: "text"
    case .integer: "bigint"
    case .boolean: "boolean"
    case .date: "date"
    case .instant: "timestamptz"
    case .decimal: "numeric"
    case .bytes: "bytea"
    }
  }

  package var tableOptions: String { "" }

  /// A changed row is a new row. Half of each page is left free, so that the new one fits beside the old even
  /// when all rows of a page change in one transaction: then no index needs an entry for it.
  package var updatedTableOptions: String { " WITH (fillfactor = 50)" }

  /// Tables are heaps here; the primary key is an index of its own.
  package var keyOrderedTableOptions: String { "" }

  package var rowNumber: String { "bigint GENERATED ALWAYS AS IDENTITY" }

  package func check(
    _ columns: [String], _ condition: (_ amount: (String) -> String) -> String
  ) -> String { "(\(condition { $0 }))" }

  package func amount(_ sum: String, like column: String) -> String { sum }

  package func list(_ expression: SQL) -> SQL { "string_agg((\(expression))::text, ',')" }

  /// Any number will do that nothing else in the database uses: here `invoicew` in ASCII.
  package var migrationLock: SQL? { "SELECT pg_advisory_xact_lock(7597139842302174583)" }

  /// By the name that PostgreSQL gives a key that has none.
  package func dropForeignKey(of column: String, in table: String) -> String {
    "ALTER TABLE \(table) DROP CONSTRAINT IF EXISTS \(table)_\(column)_fkey;"
  }

  /// Through a function of the trigger's name. It runs with the rights of whoever changes the view.
  package func insteadOf(
    _ change: ViewChange, on view: String, _ statements: String
  ) -> String {
    let name = "\(view)_\(change.rawValue)"
    return """
      CREATE FUNCTION \(name)() RETURNS trigger LANGUAGE plpgsql AS $trigger$
      BEGIN
        \(statements)
        RETURN \(change == .insert ? "NEW" : "OLD");
      END
      $trigger$;
      CREATE TRIGGER \(name) INSTEAD OF \(change.rawValue.uppercased()) ON \(view)
        FOR EACH ROW EXECUTE FUNCTION \(name)();
      """
  }

  package var keepsComments: Bool { true }

  /// In a space of numbers of its own, apart from the migrations' lock. The series gives them in ascending
  /// order, whatever the order of the set.
  package func lock(_ numbers: Set<Int64>) -> SQL? {
    """
    SELECT pg_advisory_xact_lock(1768846947, number::integer)
    FROM generate_series(0::bigint, \(numbers.max() ?? 0)) AS number WHERE number \(anyOf: numbers)
    """
  }

  package func tableExists(_ name: String) -> SQL {
    "SELECT 1 WHERE to_regclass(\(name)) IS NOT NULL"
  }

  /// One that has replayed all that it received is not behind, as long as it receives at all. Else the last transaction that it
  /// has replayed tells.
  package var standbyQuestion: SQL? {
    """
    SELECT pg_is_in_recovery(), CASE
      WHEN NOT pg_is_in_recovery() THEN 0
      WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
        AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0
      ELSE (extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
        * 1000000)::bigint END
    """
  }

  package func placeholder(_ number: Int) -> String { "$\(number)" }

  package func membership(_ placeholder: String) -> String { "= ANY (\(placeholder))" }

  /// Not `FOR UPDATE`: that would also keep out transactions that only insert a row which refers to
  /// one of these.
  package func clause(_ lock: RowLock) -> String {
    switch lock {
    case .wait: "FOR NO KEY UPDATE"
    case .skipLocked: "FOR NO KEY UPDATE SKIP LOCKED"
    case .share: "FOR SHARE"
    }
  }

  /// One array for each column, all rows in one statement, written in the rows' order.
  ///
  /// Among the selected values and not in `FROM`: there each array's elements would first go into a store of their own
  /// and come out again, which takes four times as long (PostgreSQL 15, rows of 23 columns).
  package func rows(of columns: [Column]) -> String {
    let values = columns.enumerated().map { value(of: $1, at: $0) }
    return "SELECT \(values.joined(separator: ", "))"
  }

  package func update(_ table: String, columns: [Column], keyCount: Int) -> String {
    // By place: a column may be compared and set.
    let places = Array(columns.enumerated())
    let assignments = places.dropFirst(keyCount).map { "\($1.name) = new.v\($0)" }
    let keys = places.prefix(keyCount).map { "\(table).\($1.name) = new.v\($0)" }
    let values = places.map { "\(value(of: $1, at: $0)) AS v\($0)" }
    return """
      UPDATE \(table) SET \(assignments.joined(separator: ", ")) \
      FROM (SELECT \(values.joined(separator: ", "))) AS new WHERE \(keys.joined(separator: " AND "))
      """
  }

  private func value(of column: Column, at place: Int) -> String {
    let type = Self.plainTypeName(column.type)
    let isShared = isShared.indices.contains(place) && isShared[place]
    return isShared ? "$\(place + 1)::\(type)" : "unnest($\(place + 1)::\(type)[])"
  }
}

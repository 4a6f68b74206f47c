import CivilTime
import PostgreSQLStorage
import TestPostgreSQL
import Testing

@testable import Storage

/// A value that all rows of a bulk write have in a column is sent once; nothing of what is stored depends on it.
@Suite("Values that rows share")
struct SharedValuesTests {
  private static let table = Table(
    "sample", key: ["id"],
    [
      Column("id", .identifier), Column("note", .text), Column("amount", .decimal),
      Column("day", .date), Column("at", .instant), Column("flag", .boolean),
      Column("number", .integer), Column("body", .bytes),
    ])

  private static let values: [SQLValue] = [
    .text("id"), .text("a'b\\"), .decimal("-12.50"), .date(CivilDate(daysSince1970: 20_000)),
    .instant(UTCInstant(microsecondsSince1970: 1_795_000_000_123_456)), .boolean(true),
    .integer(-7), .bytes([0, 255]),
  ]

  private func opened(_ url: String) throws -> any Database {
    let database = try PostgreSQLOpener(url: url).open(for: .processing)
    // No key is unique: rows may be the same in all columns.
    try database.run(
      script: """
        CREATE TABLE sample (id text COLLATE "C" NOT NULL, note text DEFAULT 'other',
          amount numeric, day date, at timestamptz, flag boolean, number bigint, body bytea)
        """)
    return database
  }

  private func stored(_ database: any Database) throws -> [[String?]] {
    try database.rows(
      """
      SELECT id, note, amount::text, day::text, (extract(epoch FROM at) * 1000000)::bigint::text,
        flag::text, number::text, body::text
      FROM sample ORDER BY id
      """
    ) { row throws(StoreError) in
      var texts: [String?] = []
      for _ in Self.table.columns { texts.append(try row.optionalText()) }
      return texts
    }
  }

  private static let texts = [
    "id", "a'b\\", "-12.50", "2024-10-04", "1795000000123456", "true", "-7", "\\x00ff",
  ]

  @Test(arguments: [1, 2, 40])
  func `rows that are the same in all columns are as many as they were, null or not`(
    count: Int
  ) throws {
    try withDatabase { url throws in
      let database = try opened(url)
      for isNull in [false, true] {
        var rows = RowBuffer()
        for _ in 0..<count {
          for (place, value) in Self.values.enumerated() {
            rows.append(isNull && place > 0 ? .null : value)
          }
        }
        try database.execute("DELETE FROM sample")
        try database.write(.insert(Self.table), rows)
        let expected = Self.texts.enumerated().map { isNull && $0 > 0 ? nil : $1 }
        #expect(try stored(database) == Array(repeating: expected, count: count))
      }
    }
  }

  @Test func `whatever batches share, rows keep their values, and few statements are prepared`()
    throws
  {
    try withDatabase { url throws in
      let database = try opened(url)
      for batch in 0..<256 {
        var rows = RowBuffer()
        var expected: [[String?]] = []
        for row in 0..<20 {
          let id = "\(10 + row)"
          rows.append(id)
          var texts: [String?] = [id]
          for place in 1..<Self.values.count {
            // In the columns of the batch's bits the rows differ.
            let differs = batch & 1 << (place - 1) != 0
            let isNull = differs ? row.isMultiple(of: 2) : batch.isMultiple(of: 3)
            rows.append(isNull ? .null : Self.values[place])
            texts.append(isNull ? nil : Self.texts[place])
          }
          expected.append(texts)
        }
        try database.execute("DELETE FROM sample")
        try database.write(.insert(Self.table), rows)
        #expect(try stored(database) == expected, "batch \(batch)")
      }
      let prepared = try database.rows(
        "SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO sample%'"
      ) { row throws(StoreError) in try row.text() }
      #expect(prepared.count <= Self.table.columns.count + 2)
      #expect(prepared.contains { !$0.contains("unnest($2::text[])") }, "\(prepared)")
    }
  }

  @Test func `an update sets what all rows share and what they do not`() throws {
    try withDatabase { url throws in
      let database = try opened(url)
      for count in [1, 30] {
        var inserted = RowBuffer()
        var changed = RowBuffer()
        for row in 0..<count {
          let id = "\(10 + row)"
          inserted.append(id)
          for value in Self.values.dropFirst() { inserted.append(value) }
          changed.append(id)
          changed.append(SQLValue.null)
          changed.append(Int64(row))
        }
        try database.execute("DELETE FROM sample")
        try database.write(.insert(Self.table), inserted)
        let columns = Self.table.columns.filter { ["note", "number"].contains($0.name) }
        #expect(try database.change(.update(Self.table, set: columns), changed) == count)
        let found = try stored(database)
        #expect(found.map { $0[1] } == Array(repeating: nil, count: count))
        #expect(found.map { $0[6] } == (0..<count).map { "\($0)" })
        #expect(found.allSatisfy { $0[2] == "-12.50" })
      }
    }
  }

  @Test(arguments: [1, 40])
  func `a value of another type is a fault, shared or not`(count: Int) throws {
    try withDatabase { url throws in
      let database = try opened(url)
      var rows = RowBuffer()
      for _ in 0..<count {
        for (place, value) in Self.values.enumerated() {
          rows.append(place == 3 ? .text("2024-10-04") : value)
        }
      }
      let error = #expect(throws: StoreError.self) {
        try database.write(.insert(Self.table), rows)
      }
      #expect(error?.kind == .fault)
      #expect(error?.description.contains("day") == true)
    }
  }
}

import PostgreSQL
import Testing

@Suite("Parameters and columns")
struct ScalarTests {
  @Test("Integers come back as they went, in every kind of column")
  func integers() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (small int4, large int8, exact numeric)")
      for value in [0, 1, -1, 9, 10, -10, 2_147_483_647, -2_147_483_648] as [Int64] {
        let row = try connection.query(
          "INSERT INTO t VALUES ($1, $2, $3) RETURNING small, large, exact",
          PostgreSQLParameters {
            $0.append(value)
            $0.append(value)
            $0.append(value)
          })
        for column in 0..<3 { #expect(try row.int64(0, column) == value) }
      }
      for value in [Int64.min, .max, .min + 1] {
        let row = try connection.query(
          "SELECT $1::int8", PostgreSQLParameters { $0.append(value) })
        #expect(try row.int64(0, 0) == value)
      }
    }
  }

  static let textSamples = [
    "", "a", "NULL", "null", "it's", "\"quoted\"", "back\\slash", "{1,2}", "a,b", " spaces ",
    "line\nbreak\ttab", "über 漢字 😀", "\\x41", "$1", String(repeating: "x", count: 100_000),
  ]

  @Test("Texts come back as they went", arguments: textSamples)
  func texts(_ text: String) throws {
    try withSession { connection throws in
      let utf8 = Array(text.utf8)
      let row = try connection.query(
        "SELECT $1::text, $2::text",
        PostgreSQLParameters {
          $0.append(text)
          $0.append(utf8: utf8.span)
        })
      #expect(try row.text(0, 0) == text)
      #expect(try row.text(0, 1) == text)
      let count = try row.withUTF8(0, 0) { $0.count }
      #expect(count == utf8.count)
    }
  }

  @Test("Bytes come back as they went")
  func bytes() throws {
    try withSession { connection throws in
      for value in [[], [0], Array(0...255), [UInt8](repeating: 0xff, count: 70_000)] {
        let row = try connection.query(
          "SELECT $1::bytea, octet_length($2::bytea)",
          PostgreSQLParameters {
            $0.append(bytes: value)
            $0.append(bytes: value.span)
          })
        #expect(try row.bytea(0, 0) == value)
        #expect(try row.int64(0, 1) == Int64(value.count))
      }
    }
  }

  @Test("Only empty values, in a buffer that is empty itself, are not null")
  func emptyBuffer() throws {
    try withSession { connection throws in
      let row = try connection.query(
        "SELECT $1::bytea", PostgreSQLParameters { $0.append(bytes: []) })
      #expect(try row.optionalBytea(0, 0) == [])
    }
  }

  @Test("Truth values")
  func booleans() throws {
    try withSession { connection throws in
      for value in [true, false, nil] {
        let row = try connection.query(
          "SELECT $1::bool", PostgreSQLParameters { $0.append(value) })
        #expect(try row.optionalBool(0, 0) == value)
      }
    }
  }

  /// The server's own words for each day number.
  static let dateSamples: [(days: Int32, text: String)] = [
    (0, "1970-01-01"), (-1, "1969-12-31"), (10_957, "2000-01-01"), (11_016, "2000-02-29"),
    (20_118, "2025-01-30"), (2_932_896, "9999-12-31"), (-719_162, "0001-01-01"),
    (-25_509, "1900-02-28"), (-25_508, "1900-03-01"),
  ]

  @Test("Dates as day numbers and as text", arguments: dateSamples)
  func dates(_ date: (days: Int32, text: String)) throws {
    try withSession { connection throws in
      let row = try connection.query(
        "SELECT $1::date, $2::date",
        PostgreSQLParameters {
          $0.append(date: date.days)
          $0.append(date.text)
        })
      #expect(try row.text(0, 0) == date.text)
      #expect(try row.date(0, 0) == date.days)
      #expect(try row.date(0, 1) == date.days)
    }
  }

  static let instantSamples: [(microseconds: Int64, text: String)] = [
    (0, "1970-01-01 00:00:00+00"), (-1, "1969-12-31 23:59:59.999999+00"),
    (946_684_800_000_000, "2000-01-01 00:00:00+00"),
    (1_738_281_599_500_000, "2025-01-30 23:59:59.5+00"),
    (1_709_164_800_000_120, "2024-02-29 00:00:00.00012+00"),
  ]

  @Test("Instants as microseconds and as text", arguments: instantSamples)
  func instants(_ instant: (microseconds: Int64, text: String)) throws {
    try withSession { connection throws in
      let row = try connection.query(
        "SELECT $1::timestamptz, $2::timestamptz",
        PostgreSQLParameters {
          $0.append(timestamp: instant.microseconds)
          $0.append(instant.text)
        })
      #expect(try row.text(0, 0) == instant.text)
      #expect(try row.timestamp(0, 0) == instant.microseconds)
      #expect(try row.timestamp(0, 1) == instant.microseconds)
    }
  }

  @Test("Null is null for every kind, and an error where it is not asked for")
  func nulls() throws {
    try withSession { connection throws in
      let row = try connection.query(
        "SELECT $1::int8, $2::text, $3::bytea, $4::bool, $5::date, $6::timestamptz",
        PostgreSQLParameters {
          $0.append(Int64?.none)
          $0.append(String?.none)
          $0.append(bytes: nil)
          $0.append(Bool?.none)
          $0.append(date: nil)
          $0.append(timestamp: nil)
        })
      #expect(try row.optionalInt64(0, 0) == nil)
      #expect(try row.optionalText(0, 1) == nil)
      #expect(try row.optionalBytea(0, 2) == nil)
      #expect(try row.optionalBool(0, 3) == nil)
      #expect(try row.optionalDate(0, 4) == nil)
      #expect(try row.optionalTimestamp(0, 5) == nil)
      #expect(
        failure { () throws(PostgreSQLError) in _ = try row.int64(0, 0) }?.code == .nullNotExpected)
    }
  }

  @Test("A value of another kind, row or column is an error, not a guess")
  func mismatches() throws {
    try withSession { connection throws in
      let row = try connection.query(
        "SELECT 'abc' AS word, 'infinity'::date, '9223372036854775808', '-', ''")
      let reads: [(SQLState, (PostgreSQLResult) throws(PostgreSQLError) -> Void)] = [
        (.invalidCast, { (row) throws(PostgreSQLError) in _ = try row.int64(0, 0) }),
        (.invalidCast, { (row) throws(PostgreSQLError) in _ = try row.bool(0, 0) }),
        (.invalidCast, { (row) throws(PostgreSQLError) in _ = try row.bytea(0, 0) }),
        (.invalidCast, { (row) throws(PostgreSQLError) in _ = try row.date(0, 1) }),
        (.invalidCast, { (row) throws(PostgreSQLError) in _ = try row.timestamp(0, 1) }),
        (.invalidCast, { (row) throws(PostgreSQLError) in _ = try row.int64(0, 2) }),
        (.invalidCast, { (row) throws(PostgreSQLError) in _ = try row.int64(0, 3) }),
        (.invalidCast, { (row) throws(PostgreSQLError) in _ = try row.int64(0, 4) }),
        (.invalidDescriptorIndex, { (row) throws(PostgreSQLError) in _ = try row.text(0, 5) }),
        (.invalidDescriptorIndex, { (row) throws(PostgreSQLError) in _ = try row.text(1, 0) }),
        (.invalidDescriptorIndex, { (row) throws(PostgreSQLError) in _ = try row.text(-1, 0) }),
        (.invalidDescriptorIndex, { (row) throws(PostgreSQLError) in _ = try row.column("none") }),
      ]
      for (code, read) in reads {
        #expect(failure { () throws(PostgreSQLError) in try read(row) }?.code == code)
      }
      #expect(try row.column("word") == 0)
    }
  }

  @Test("A text with a NUL is refused before it is sent, not cut off")
  func nulInText() throws {
    try withSession { connection throws in
      let error = failure { () throws(PostgreSQLError) in
        try connection.enqueue("SELECT $1::text", PostgreSQLParameters { $0.append("a\0b") })
      }
      #expect(error?.code == .characterNotInRepertoire)
      let one = try connection.integer("SELECT 1")
      #expect(one == 1)
    }
  }

  @Test("How many rows were changed")
  func counts() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (id int8)")
      let inserted = try connection.query("INSERT INTO t SELECT generate_series(1, 7)")
      #expect(inserted.affectedRowCount == 7)
      #expect(inserted.command == "INSERT 0 7")
      #expect(inserted.rowCount == 0)
      #expect(try connection.query("DELETE FROM t WHERE id > 5").affectedRowCount == 2)
      #expect(try connection.query("CREATE TABLE u ()").affectedRowCount == 0)
    }
  }
}

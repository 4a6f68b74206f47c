import PostgreSQL
import TestSupport
import Testing

@Suite("Arrays")
struct ArrayTests {
  /// The elements in order as the server's texts, of an array of `type`.
  private func texts(
    _ array: PostgreSQLArray, _ type: String, _ connection: PostgreSQLConnection
  ) throws -> [String?] {
    let result = try connection.query(
      "SELECT v::text FROM unnest($1::\(type)[]) WITH ORDINALITY AS u(v, i) ORDER BY i",
      PostgreSQLParameters { $0.append(array) })
    return try (0..<result.rowCount).map { try result.optionalText($0, 0) }
  }

  @Test("Every element type, with nulls inside and at the ends")
  func elements() throws {
    try withSession { connection throws in
      var int8 = PostgreSQLArray(.int8)
      var text = PostgreSQLArray(.text)
      var bytea = PostgreSQLArray(.bytea)
      var bool = PostgreSQLArray(.bool)
      var date = PostgreSQLArray(.date)
      var numeric = PostgreSQLArray(.numeric)
      var timestamptz = PostgreSQLArray(.timestamptz)
      var jsonb = PostgreSQLArray(.jsonb)
      for value in [Int64.min, nil, 0, .max] { int8.append(value) }
      for value in [nil, "", "NULL", "a\"b\\c,{}", "漢字"] { text.append(value) }
      for value in [[], nil, [0, 255]] as [[UInt8]?] { bytea.append(bytes: value) }
      for value in [true, nil, false] { bool.append(value) }
      for value in [0, nil, 20_118] as [Int32?] { date.append(date: value) }
      for value in ["12.50", nil, "-0.001"] { numeric.append(value) }
      for value in [1_709_164_800_000_120, nil] as [Int64?] { timestamptz.append(timestamp: value) }
      for value in [#"{"a": [1, null]}"#, nil] { jsonb.append(value) }

      #expect(
        try texts(int8, "int8", connection)
          == ["-9223372036854775808", nil, "0", "9223372036854775807"])
      #expect(
        try texts(text, "text", connection) == [nil, "", "NULL", "a\"b\\c,{}", "漢字"])
      #expect(try texts(bytea, "bytea", connection) == ["\\x", nil, "\\x00ff"])
      #expect(try texts(bool, "bool", connection) == ["true", nil, "false"])
      #expect(try texts(date, "date", connection) == ["1970-01-01", nil, "2025-01-30"])
      #expect(try texts(numeric, "numeric", connection) == ["12.50", nil, "-0.001"])
      #expect(
        try texts(timestamptz, "timestamptz", connection)
          == ["2024-02-29 00:00:00.00012+00", nil])
      #expect(try texts(jsonb, "jsonb", connection) == [#"{"a": [1, null]}"#, nil])
    }
  }

  @Test("An empty array of every type")
  func empty() throws {
    try withSession { connection throws in
      for type in PostgreSQLArray.ElementType.allCases {
        #expect(try texts(PostgreSQLArray(type), "\(type)", connection) == [])
      }
    }
  }

  @Test("Decimals reach the server with the digits and decimals they were written with")
  func numerics() throws {
    var generator = SeededGenerator(seed: 7)
    var written = [
      "0", "0.00", "1", "-1", "10000", "9999", "99999999", "0.0001", "0.00001", "10000.00001",
      "-100000000.5", "00012.30", "123456789012345678901234567890.123456789",
    ]
    for _ in 0..<2_000 {
      let whole = (0..<Int.random(in: 1...25, using: &generator)).map { _ in
        String(Int.random(in: 0...9, using: &generator))
      }.joined()
      let fraction = (0..<Int.random(in: 0...15, using: &generator)).map { _ in
        String(Int.random(in: 0...9, using: &generator))
      }.joined()
      let sign = Bool.random(using: &generator) ? "-" : ""
      written.append(sign + whole + (fraction.isEmpty ? "" : "." + fraction))
    }
    try withSession { connection throws in
      var numbers = PostgreSQLArray(.numeric)
      var literals = PostgreSQLArray(.text)
      for text in written {
        numbers.append(text)
        literals.append(text)
      }
      // What the server itself makes of the same texts.
      #expect(
        try texts(numbers, "numeric", connection)
          == connection.query(
            "SELECT v::numeric::text FROM unnest($1::text[]) WITH ORDINALITY AS u(v, i) ORDER BY i",
            PostgreSQLParameters { $0.append(literals) }
          ).column(0))
    }
  }

  @Test("What is no decimal, or of another type, is refused when it is sent")
  func refusals() throws {
    try withSession { connection throws in
      for text in ["", ".", "-", "1e5", "NaN", "1,5", " 1", "1.2.3", "+-1"] {
        var numbers = PostgreSQLArray(.numeric)
        numbers.append(text)
        let parameters = PostgreSQLParameters { $0.append(numbers) }
        let error = failure { () throws(PostgreSQLError) in
          try connection.enqueue("SELECT $1::numeric[]", parameters)
        }
        #expect(error?.code == .invalidTextRepresentation, "\(text)")
      }
      var integers = PostgreSQLArray(.int8)
      integers.append("one")
      let parameters = PostgreSQLParameters { $0.append(integers) }
      let error = failure { () throws(PostgreSQLError) in
        try connection.enqueue("SELECT $1::int8[]", parameters)
      }
      #expect(error?.code == .invalidCast)
    }
  }

  @Test("Columns of arrays become rows")
  func unnest() throws {
    try withSession { connection throws in
      try connection.execute(
        "CREATE TABLE line (id int8 PRIMARY KEY, name text, amount numeric, due date)")
      var ids = PostgreSQLArray(.int8)
      var names = PostgreSQLArray(.text)
      var amounts = PostgreSQLArray(.numeric)
      var dates = PostgreSQLArray(.date)
      for row in 1...500 as ClosedRange<Int64> {
        ids.append(row)
        names.append(row % 7 == 0 ? nil : "line \(row)")
        amounts.append("\(row).25")
        dates.append(date: Int32(row))
      }
      let parameters = PostgreSQLParameters {
        $0.append(ids)
        $0.append(names)
        $0.append(amounts)
        $0.append(dates)
      }
      let inserted = try connection.query(
        """
        INSERT INTO line SELECT * FROM unnest($1::int8[], $2::text[], $3::numeric[], $4::date[])
        RETURNING id
        """, parameters)
      #expect(inserted.rowCount == 500)
      let sum = try connection.query("SELECT sum(amount), count(name), max(due) FROM line")
      #expect(try sum.text(0, 0) == "125375.00")
      #expect(try sum.int64(0, 1) == 429)
      #expect(try sum.date(0, 2) == 500)
    }
  }
}

extension PostgreSQLResult {
  /// All values of a column as text.
  func column(_ column: Int) throws(PostgreSQLError) -> [String?] {
    var values: [String?] = []
    for row in 0..<rowCount { values.append(try optionalText(row, column)) }
    return values
  }
}

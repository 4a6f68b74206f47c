import Foundation
import Testing

/// What may not stand in the layers that see input from outside: what ends the process on a value nobody thought of,
/// and statements made of values. Subscripts and arithmetic cannot be told apart by their text; the fuzzers are for those.
@Suite("Hostile input")
struct HostileInputTests {
  static let layers = [
    "AMQP", "Billing", "CivilTime", "Contract", "Digest", "HTTPServer", "JSON", "Messages",
    "Metrics", "Monetary", "PostgreSQL",
    "PostgreSQLStorage", "SQLite", "SQLiteStorage", "Storage", "UBL", "Web", "Worker", "ZoneData",
    "invoice-worker",
  ]

  /// A pattern that is not to be found, what is wrong with it, and a line each in which it is and is not.
  struct Trap: Sendable, CustomTestStringConvertible {
    let name: String
    let pattern: String
    let found: String
    let passed: String

    var testDescription: String { name }
  }

  static let traps = [
    Trap(
      name: "force unwrapping", pattern: #"[A-Za-z0-9_)\]}]!(?![=A-Za-z0-9])"#,
      found: "let x = first()!.name", passed: "let x = isEmpty != !flag"),
    Trap(
      name: "forced try and cast", pattern: #"\b(try|as)!"#, found: "try! f()",
      passed: "try f() as? Int"),
    Trap(
      name: "traps by name",
      pattern:
        #"\b(fatalError|precondition|preconditionFailure|assert|assertionFailure)\(|\bunsafe(lyUnwrapped|BitCast|Downcast)\b"#,
      found: "precondition(count > 0)", passed: "preconditions(of: x)"),
    Trap(
      // Widening ones as well, for the text does not tell; clamping and truncating ones cost nothing where all fits.
      name: "conversions that trap on what does not fit",
      pattern:
        #"(?<![A-Za-z.])(U?Int(8|16|32)|UInt64|UInt)\((?!truncatingIfNeeded:|exactly:|clamping:|bitPattern:|ascii:|littleEndian:|bigEndian:|[A-Z]{2,}|"|-?[0-9][0-9A-Fa-fx_]*\)|[^()]*radix:|\$0, radix:)"#,
      found: "let port = UInt16(number)", passed: "UInt16(clamping: number) + UInt8(0x80)"),
    Trap(
      // Of the widest type most conversions fit; these come from wider ones, or from floating point.
      name: "conversions to the widest integers",
      pattern:
        #"(?<![A-Za-z.])Int(64|128)?\((?!truncatingIfNeeded:|exactly:|clamping:)[^()]*\b(magnitude|UInt64|UInt|U?Int128|narrowed|Double|Float)\b"#,
      found: "Int(Double(text))", passed: "Int(text) + Int64(clamping: size.magnitude)"),
    Trap(
      name: "dictionaries that trap on a key that comes twice", pattern: "uniqueKeysWithValues:",
      found: "Dictionary(uniqueKeysWithValues: pairs)",
      passed: "Dictionary(pairs, uniquingKeysWith: { $1 })"),
    Trap(
      name: "unowned references", pattern: #"\bunowned\b"#,
      found: "[unowned self]", passed: "unownedBytes"),
  ]

  @Test("The search finds what it is for", arguments: traps)
  func finds(trap: Trap) throws {
    let pattern = try NSRegularExpression(pattern: trap.pattern)
    #expect(Self.matches(pattern, trap.found))
    #expect(!Self.matches(pattern, trap.passed))
  }

  @Test(
    "Nothing in the layers that see input traps on a value, unless a comment says why it should",
    arguments: traps)
  func trapsAreAbsent(trap: Trap) throws {
    let pattern = try NSRegularExpression(pattern: trap.pattern)
    for layer in Self.layers {
      for file in try SourceTree.swiftFiles(of: layer) {
        for (number, line) in file.lines.enumerated()
        where !Self.isComment(line) && Self.matches(pattern, line) {
          // Sentences have exclamation marks of their own.
          guard Self.matches(pattern, Self.withoutStrings(line)) else { continue }
          let above = file.lines[max(0, number - 4)..<number]
          if !above.contains(where: { Self.isComment($0) && $0.contains("Traps on purpose:") }) {
            Issue.record("\(file.path):\(number + 1): \(trap.name): \(line)")
          }
        }
      }
    }
  }

  /// Raw texts of statements, in which an interpolation is not a bound value, are few and known.
  @Test("No statement is made of values")
  func statementsBindTheirValues() throws {
    let verb =
      #"(^\s*|")(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|SET|PRAGMA|DEALLOCATE|LISTEN|COPY|GRANT|VACUUM)\b.*\\\("#
    for layer in ["PostgreSQL", "SQLite"] {
      for file in try SourceTree.swiftFiles(of: layer) {
        for (number, line) in file.lines.enumerated()
        where try !Self.isComment(line) && Self.matches(verb, line) {
          let above = file.lines[max(0, number - 20)...number]
          #expect(
            above.contains { $0.contains("No value from outside") },
            "\(file.path):\(number + 1) gives no reason: \(line)")
        }
      }
    }
    // Above them statements are of a type that binds what is interpolated. Whoever goes round it is named here.
    let bypass = #"\brun\(script:|stringLiteral|\.text\((?!_)"#
    let known: Set<String> = [
      "Storage/Database/SQL.swift", "Storage/Schema/Schema.swift",
      "Storage/Database/Database.swift",
      "SQLiteStorage/SQLiteDatabase.swift", "PostgreSQLStorage/PostgreSQLDatabase.swift",
    ]
    for layer in ["Storage", "SQLiteStorage", "PostgreSQLStorage"] {
      for file in try SourceTree.swiftFiles(of: layer) {
        let isKnown = known.contains(String(file.path.dropFirst("Sources/".count)))
        for (number, line) in file.lines.enumerated() where !isKnown && !Self.isComment(line) {
          guard try Self.matches(bypass, line),
            try Self.matches(#"script|stringLiteral|pieces"#, line)
          else { continue }
          Issue.record("\(file.path):\(number + 1) makes a statement of text: \(line)")
        }
      }
    }
  }

  @Test("Statements stand in the layers of the stores and nowhere else")
  func statementsHaveOneHome() throws {
    let statement = try NSRegularExpression(
      pattern:
        #"(^\s*|")(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP|PRAGMA|COPY|GRANT) [A-Za-z"*]"#
    )
    let stores: Set<String> = [
      "PostgreSQL", "PostgreSQLStorage", "SQLite", "SQLiteStorage", "Storage",
    ]
    #expect(Self.matches(statement, #"  try run("DELETE FROM invoice")"#))
    for layer in Self.layers where !stores.contains(layer) {
      for file in try SourceTree.swiftFiles(of: layer) {
        for (number, line) in file.lines.enumerated()
        where !Self.isComment(line) && Self.matches(statement, line) {
          Issue.record("\(file.path):\(number + 1) holds a statement: \(line)")
        }
      }
    }
  }

  @Test("S20: neither the image nor its services write memory into the log at a crash")
  func backtraces() throws {
    for name in ["compose/Dockerfile", "compose/compose.yaml"] {
      let text = try String(contentsOf: SourceTree.root.appending(path: name), encoding: .utf8)
      #expect(try Self.matches(#"SWIFT_BACKTRACE(=|: )enable=no"#, text), "\(name)")
    }
  }

  @Test("S18: no password stands on a command line of the scripts")
  func passwords() throws {
    let pattern =
      #"(add_user|change_password) +"?\S+"? +"?\$|(psql|pg_basebackup)"? +("?\$(url|DATABASE_URL)|.*--dbname)"#
    #expect(try Self.matches(pattern, #"add_user worker "$password""#))
    #expect(try Self.matches(pattern, #"exec "$programs/psql" "$DATABASE_URL" "$@""#))
    for name in ["broker.sh", "postgres.sh", "demo.sh", "test.sh", "compose.yaml"] {
      let path = SourceTree.root.appending(path: "compose/\(name)")
      for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
      where !line.contains("<\"") {
        #expect(try !Self.matches(pattern, String(line)), "\(name): \(line)")
      }
    }
  }

  private static func matches(_ pattern: String, _ text: String) throws -> Bool {
    matches(try NSRegularExpression(pattern: pattern), text)
  }

  private static func matches(_ pattern: NSRegularExpression, _ text: String) -> Bool {
    pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }

  private static func isComment(_ line: String) -> Bool {
    line.drop { $0 == " " }.hasPrefix("//")
  }

  private static func withoutStrings(_ line: String) -> String {
    line.replacing(/"([^"\\]|\\[^(])*"/, with: "\"\"")
  }
}

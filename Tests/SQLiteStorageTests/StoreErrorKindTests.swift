import SQLite
import Storage
import Testing

@testable import SQLiteStorage

@Suite("What the caller does about SQLite's errors")
struct StoreErrorKindTests {
  @Test(
    "W1: each kind of failure",
    arguments: [
      (SQLiteResultCode.busy, StoreError.Kind.contention), (.locked, .contention),
      (.uniqueConstraint, .constraint), (.foreignKeyConstraint, .constraint),
      (.full, .unavailable), (.inputOutput, .unavailable), (.cannotOpen, .unavailable),
      (.readOnly, .environment), (.outOfMemory, .unavailable), (.corrupt, .environment),
      (.notADatabase, .environment), (SQLiteResultCode(rawValue: 1), .environment),
      (SQLiteResultCode(rawValue: 17), .environment),
      (SQLiteResultCode(rawValue: 999), .environment),
      (.misuse, .fault), (.mismatch, .fault), (.tooBig, .fault),
    ])
  func kinds(code: SQLiteResultCode, kind: StoreError.Kind) {
    let error = StoreError(SQLiteError(code: code, message: "cause", sql: "SELECT ?1"))
    #expect(error.kind == kind)
    #expect(error.message.contains("cause"))
    #expect((error.advice != nil) == (kind == .environment), "what to do about it")
  }

  @Test("Sets of identifiers are JSON arrays with everything escaped")
  func sets() {
    #expect(String(decoding: ValueSet.json([] as [String]), as: UTF8.self) == "[]")
    #expect(
      String(decoding: ValueSet.json(["a\"b", "c\\d", "\u{1F}é"]), as: UTF8.self)
        == #"["a\"b","c\\d","\u001fé"]"#)
    #expect(String(decoding: ValueSet.json([1, -2] as [Int64]), as: UTF8.self) == "[1,-2]")
  }
}

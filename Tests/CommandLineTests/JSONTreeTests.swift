import JSON
import Testing

@testable import invoice_worker

@Suite("Request settings")
struct JSONTreeTests {
  static func built(_ base: String, _ settings: String...) throws -> String {
    var tree = JSONTree(try JSONDocument(reading: Array(base.utf8)).root)
    for setting in settings { try tree.apply(setting: setting) }
    return String(decoding: tree.bytes, as: UTF8.self)
  }

  @Test("Dotted paths make objects; values are text unless they can only be JSON")
  func settings() throws {
    #expect(
      try Self.built(
        "{}", "accountId=ACC-1", "targetDate=2026-12-01", "requestedBy.name=Ops = us",
        "ids=[\"a\",\"b\"]", "flag=true", "amount=1.50", "id=001", "text=\"1001\"", "none=null",
        "empty=")
        == #"{"accountId":"ACC-1","targetDate":"2026-12-01","requestedBy":{"name":"Ops = us"},"ids":["a","b"],"flag":true,"amount":"1.50","id":"001","text":"1001","none":null,"empty":""}"#
    )
  }

  @Test("A colon before the equals sign asks for JSON, numbers above all")
  func json() throws {
    #expect(
      try Self.built(
        "{}", "periods:=3", "a.rate:=1.50", "text:=\"x=1\"", "flag:=false", "id=[1", "u=a:=b",
        "ids:=[1,{\"b\":null}]")
        == #"{"periods":3,"a":{"rate":1.50},"text":"x=1","flag":false,"id":"[1","u":"a:=b","ids":[1,{"b":null}]}"#
    )
    for text in ["ACC-1", "", "01", "1 2", "{"] {
      #expect(throws: UsageError.self, "\(text)") { try Self.built("{}", "a:=\(text)") }
    }
  }

  @Test("A setting replaces what the file says, also inside arrays")
  func replacing() throws {
    let base = #"{"a":{"b":1,"c":2},"d":[{"e":1}]}"#
    #expect(
      try Self.built(base, "a.b:=9", "d.0.e:=8", "d.1.e:=7")
        == #"{"a":{"b":9,"c":2},"d":[{"e":8},{"e":7}]}"#)
  }

  @Test(
    "A path that leads nowhere is refused",
    arguments: ["a", "=1", ":=1", "a..b=1", "x.y=1", "d.5=1", "d.k=1"])
  func faults(setting: String) throws {
    #expect(throws: UsageError.self) { try Self.built(#"{"x":1,"d":[]}"#, setting) }
  }
}

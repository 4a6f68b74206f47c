import Digest
import Testing

@Suite struct DerivedIdentifierTests {
  /// Written down once: a change here changes the identifiers of requests under way. Computed
  /// with Python's hashlib and uuid.
  @Test(arguments: [
    ("invoice", ["crm", "r-1", "key"], "90f89ee6-22aa-880f-ac6f-c98b1065c21a"),
    ("event", [], "89aae0e7-d35d-80b5-9bde-d959f9eecdb5"),
    ("event", ["Ærø", ""], "0e60d0f0-5976-8d67-8130-d81a2c664a5a"),
  ])
  func knownAnswers(label: String, parts: [String], expected: String) {
    #expect(DerivedIdentifier.uuid(label, parts) == expected)
  }

  @Test func partsDoNotRunTogether() {
    let identifiers: Set<String> = [
      DerivedIdentifier.uuid("a", "bc"), DerivedIdentifier.uuid("ab", "c"),
      DerivedIdentifier.uuid("abc"), DerivedIdentifier.uuid("a", "b", "c"),
      DerivedIdentifier.uuid("a", "bc", ""), DerivedIdentifier.uuid("", "a", "bc"),
    ]
    #expect(identifiers.count == 6)
  }

  /// The same character in two spellings is two texts: identifiers are compared byte by byte.
  @Test func partsAreComparedByteByByte() {
    #expect(DerivedIdentifier.uuid("a", "\u{E9}") != DerivedIdentifier.uuid("a", "e\u{301}"))
  }

  /// The time 2026-11-20T00:00:00Z is 0x01a1f640bc00 milliseconds, taken from Python's datetime.
  @Test func timeOrderedOnesAreOfVersion7InTheOrderOfTheirTime() {
    let time: Int64 = 1_795_132_800_000
    let first = DerivedIdentifier.timeOrdered("invoice", ["r-1"], milliseconds: time)
    #expect(first.hasPrefix("01a1f640-bc00-7"))
    #expect(first == DerivedIdentifier.timeOrdered("invoice", ["r-1"], milliseconds: time))
    #expect(first != DerivedIdentifier.timeOrdered("invoice", ["r-2"], milliseconds: time))
    #expect("89ab".contains(first.split(separator: "-")[3].prefix(1)))
    #expect(first < DerivedIdentifier.timeOrdered("invoice", ["r-0"], milliseconds: time + 1))
    #expect(DerivedIdentifier.timeOrdered("", [], milliseconds: -1).hasPrefix("00000000-0000-7"))
  }

  @Test func everyOneIsAUUIDOfVersion8() {
    for number in 0..<200 {
      let characters = Array(DerivedIdentifier.uuid("invoice", String(number)))
      #expect(characters.count == 36)
      #expect([8, 13, 18, 23].allSatisfy { characters[$0] == "-" })
      #expect(characters[14] == "8")
      #expect("89ab".contains(characters[19]))
      #expect(characters.allSatisfy { "0123456789abcdef-".contains($0) })
    }
  }
}

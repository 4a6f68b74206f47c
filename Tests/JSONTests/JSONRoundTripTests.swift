import Foundation
import JSON
import TestSupport
import Testing

@Suite struct JSONRoundTripTests {
  private func written(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    return writer.bytes
  }

  @Test(arguments: 0..<20)
  func whatIsReadAndWrittenIsTheSame(seed: Int) throws {
    var generator = JSONTextGenerator(random: SeededGenerator(seed: UInt64(seed)))
    for _ in 0..<20 {
      let text = Array(generator.value().utf8)
      let value = try JSONDocument(reading: text).root
      let once = written(value)
      let again = try JSONDocument(reading: once).root
      #expect(again == value)
      #expect(written(again) == once)
    }
  }

  /// Valid texts with a few bytes changed: nothing traps, and what is accepted another reader
  /// accepts too and sees the same strings in.
  @Test(arguments: 0..<20)
  func nothingIsAcceptedThatIsNoJSON(seed: Int) throws {
    var generator = JSONTextGenerator(random: SeededGenerator(seed: 1000 + UInt64(seed)))
    let replacements = Array("\"\\{}[]:,0-.eEu \u{1}\u{80}ntf".utf8) + [0xC0, 0xED, 0xFF]
    var accepted = 0
    var refused = 0
    for _ in 0..<100 {
      var text = Array(generator.value().utf8)
      for _ in 0..<Int.random(in: 1...2, using: &generator.random) {
        let place = Int.random(in: 0..<text.count, using: &generator.random)
        switch Int.random(in: 0..<3, using: &generator.random) {
        case 0: text.remove(at: place)
        case 1: text.insert(replacements.randomElement(using: &generator.random) ?? 0, at: place)
        default: text[place] = replacements.randomElement(using: &generator.random) ?? 0
        }
        guard !text.isEmpty else { break }
      }
      do throws(JSONError) {
        let document = try JSONDocument(reading: text)
        accepted += 1
        // The other reader refuses numbers past the range of Double.
        guard !String(decoding: text, as: UTF8.self).contains(/[eE][+-]?[0-9]{3}/) else { continue }
        let other = try? JSONSerialization.jsonObject(
          with: Data(text), options: .fragmentsAllowed)
        #expect(other != nil, "only this reader accepts \(String(decoding: text, as: UTF8.self))")
        if case .string(let string) = document.root, let other = other as? String {
          #expect(Array(string.utf8) == Array(other.utf8))
        }
      } catch {
        refused += 1
        #expect((0...text.count).contains(error.offset))
      }
    }
    #expect(accepted > 0 && refused > 0)
  }

  /// The generator's valid texts, cut at every place: a prefix of an array or object is never a
  /// text.
  @Test func everyPrefixIsRefused() throws {
    var generator = JSONTextGenerator(random: SeededGenerator(seed: 7))
    var checked = 0
    while checked < 20 {
      let text = Array(generator.value().utf8)
      guard text.first == UInt8(ascii: "{"), text.count < 500 else { continue }
      checked += 1
      for length in 0..<text.count {
        #expect(throws: JSONError.self) { try JSONDocument(reading: Array(text[..<length])) }
      }
    }
  }
}

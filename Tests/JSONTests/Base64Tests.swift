import JSON
import Testing
import TestSupport

@Suite struct Base64Tests {
  @Test(
    "The vectors of RFC 4648 section 10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func vectors(_ plain: String, _ text: String) {
    #expect(Base64.text(Array(plain.utf8)) == text)
    #expect(Base64.bytes(text) == Array(plain.utf8))
    #expect(Base64.length(of: plain.utf8.count) == text.utf8.count)
  }

  @Test("What was written is read again, whatever the bytes are")
  func bothWays() {
    var random = SeededGenerator(seed: 4_648)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      #expect(Base64.bytes(Base64.text(bytes)) == bytes)
    }
  }

  @Test(
    "What is no Base64 is none",
    arguments: [
      "Z", "Zg", "Zg=", "Zg===", "====", "Z===", "Zm9v=", "=Zm9", "Zg==Zg==", "Zm9v\n", "Zm 9",
      "Zm9-", "Zm9_", "Zmé", "data:image/png;base64,Zm9v",
    ])
  func refused(_ text: String) { #expect(Base64.bytes(text) == nil) }

  @Test("A text that is only cut off has the characters all the same")
  func alphabet() {
    #expect(Base64.isAlphabetic("Zm9vYg") && Base64.isAlphabetic("Zg="))
    #expect(
      !Base64.isAlphabetic("Zg=A") && !Base64.isAlphabetic("Zg===") && !Base64.isAlphabetic("Z g"))
  }
}

import Testing

@testable import Billing

/// <doc:InvoiceTasks#Card-numbers>.
@Suite("Card numbers")
struct CardNumberTests {
  @Test(
    "13 to 19 digits with the checksum, blanks and dashes among them or not",
    arguments: [
      "4111111111111111", "4222222222222", "6304000000000000000",
      "4111 1111 1111 1111", "4111-1111-1111-1111", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
      "tok_4111111111111111x", "4111\u{00A0}1111\u{2013}1111 1111", "４１１１１１１１１１１１１１１１",
      "Visa 4111 1111 1111 1111 12", "2029 4111 1111 1111 1111",
    ])
  func found(text: String) {
    #expect(CardNumber.isIn(text))
  }

  @Test(
    "Anything else is none",
    arguments: [
      "", "4242", "4111111111111112", "411111111111", "41111111111111111111",
      "4111.1111.1111.1111", "tok_1a2b3c4d5e6f7a8b9c",
    ])
  func notFound(text: String) {
    #expect(!CardNumber.isIn(text))
  }

  @Test("A long text is looked at once, whatever is in it")
  func longText() {
    // No 13 to 19 of these digits beside each other have the checksum; a number stands at the very end.
    let text = String(repeating: "2 7 ", count: 200_000)
    #expect(!CardNumber.isIn(text) && !CardNumber.isIn(String(repeating: "0", count: 400_000)))
    #expect(CardNumber.isIn(text + "x 4111 1111 1111 1111"))
    var places = Set<Int>()
    var scan = CardNumber.Scan()
    for (place, scalar) in ("12345678901234567890 x 4111-1111-1111-1111 2029").unicodeScalars
      .enumerated()
    {
      scan.take(scalar, at: place) { places.insert($0) }
    }
    scan.finish { places.insert($0) }
    #expect(places == Set(23..<42).subtracting([27, 32, 37]))
  }

  @Test("A month is over after its last day")
  func expiry() throws {
    let month = try #require(ExpiryMonth("2026-11"))
    #expect(!month.isOver(on: "2026-11-30") && month.isOver(on: "2026-12-01"))
    #expect(!month.isOver(on: "2025-12-31") && month.description == "2026-11")
    for text in ["2026-13", "2026-1", "26-11", "2026-11-01", "+026-11", ""] {
      #expect(ExpiryMonth(text) == nil, "\(text)")
    }
  }
}

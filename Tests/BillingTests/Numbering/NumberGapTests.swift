import Billing
import Testing

@Suite("Missing numbers")
struct NumberGapTests {
  @Test(
    "E48: a missing value is written as its neighbour is",
    arguments: [
      ("INV-2026-000006", 6, 7, "INV-2026-000007"), ("INV-2026-000009", 9, 10, "INV-2026-000010"),
      ("000006-2026", 6, 7, "000007-2026"), ("INV2026000006", 6, 7, "INV2026000007"),
      ("X-999", 999, 1_000, "X-1000"), ("X-1000", 1_000, 999, "X-0999"), ("7", 7, 8, "8"),
      ("2026-2026", 2_026, 2_027, "2026-2027"), ("INV-26-26-A", 26, 27, "INV-26-27-A"),
    ] as [(String, Int64, Int64, String)])
  func neighbours(number: String, value: Int64, missing: Int64, text: String) {
    #expect(NumberGap.text(of: missing, like: number, value: value) == text)
  }

  @Test("A number that does not hold its value says nothing of another")
  func foreign() {
    #expect(NumberGap.text(of: 7, like: "INV-2026-000009", value: 8) == nil)
    #expect(NumberGap.text(of: 7, like: "", value: 8) == nil)
  }
}

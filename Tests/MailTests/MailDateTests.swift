import Testing

@testable import Mail

@Suite struct MailDateTests {
  @Test(
    "A date names its day of the week; beyond the years that can be written it is the limit's",
    arguments: [
      (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"),
      (1_790_000_000, "Mon, 21 Sep 2026 14:13:20 +0000"),
      (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 +0000"),
      (.max, "Fri, 31 Dec 9999 23:59:59 +0000"), (-1, "Thu, 1 Jan 1970 00:00:00 +0000"),
    ] as [(Int64, String)])
  func text(_ seconds: Int64, _ expected: String) {
    #expect(MailDate.text(seconds) == expected)
  }
}

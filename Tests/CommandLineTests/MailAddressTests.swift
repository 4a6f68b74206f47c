import Mail
import Messages
import Testing

@Suite struct MailAddressRuleTests {
  @Test(
    "What requests and records take as an address can be sent to, and nothing else is taken",
    arguments: [
      ("a@example.com", true), ("a+b.c'd@example.com", true), ("ä@例え.jp", true), ("a@b", true),
      ("a@[192.0.2.1]", false), ("a;b@example.com", false), ("\"a b\"@example.com", false),
      ("\"a\"@example.com", false), ("a,b@example.com", false), ("<a@example.com>", false),
      ("a(b)@example.com", false), ("a:b@example.com", false), ("a\\b@example.com", false),
      ("a@b@example.com", false), ("a b@example.com", false), ("a\u{A0}b@example.com", false),
      ("a\u{FEFF}@example.com", false), ("a\u{2028}@example.com", false), ("a\n@x.example", false),
      ("@example.com", false), ("a@", false), ("a", false),
      (String(repeating: "a", count: 252) + "@b", true),
      (String(repeating: "a", count: 253) + "@b", false),
    ])
  func oneRule(_ text: String, _ isAddress: Bool) {
    #expect(IngestedText.isEmail(text) == isAddress)
    #expect((MailAddress(text) != nil) == isAddress)
  }
}

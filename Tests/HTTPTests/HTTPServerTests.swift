import HTTP
import Testing

@Suite("Addresses of services") struct HTTPServerTests {
  @Test(
    "An address is read, and its path has no slash at its end",
    arguments: [
      ("https://tax.example.com", "https://tax.example.com"),
      ("HTTPS://Tax.Example.com/", "https://tax.example.com"),
      ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
      ("https://[::1]:8443/a%20b", "https://[::1]:8443/a%20b"),
    ])
  func read(_ text: String, _ shown: String) throws {
    #expect(try HTTPServer(text).description == shown)
  }

  @Test(
    "What is none is refused with its reason, and never shown",
    arguments: [
      ("tax.example.com", HTTPServerError.unknownScheme), ("", .unknownScheme),
      ("https://a b/", .notAnAddress),
      ("ftp://tax.example.com", .unknownScheme), ("https://", .missingHost),
      ("https://tax.example.com:0", .invalidPort), ("https://tax.example.com:70000", .invalidPort),
      ("https://user:secret@tax.example.com", .hasCredentials),
      ("https://tax.example.com/?key=secret", .hasQuery),
      ("https://tax.example.com/#part", .hasQuery),
    ])
  func refused(_ text: String, _ error: HTTPServerError) {
    #expect(throws: error) { try HTTPServer(text) }
    #expect(!error.description.contains("secret"))
  }

  @Test("A token is one of a header's, and not shown")
  func token() throws {
    let server = try HTTPServer("https://tax.example.com", token: "abc.DEF-1~/+=")
    #expect(!"\(server)".contains("abc"))
    for token in ["", "two words", "line\nX-Other: 1", "ä"] {
      #expect(throws: HTTPServerError.invalidToken) {
        try HTTPServer("https://tax.example.com", token: token)
      }
    }
  }
}

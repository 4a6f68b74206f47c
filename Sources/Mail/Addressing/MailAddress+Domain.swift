import CCurl

extension MailAddress {
  /// As an envelope and a header hold it: the domain in ASCII, which every server and reader knows. What stands before it is beyond
  /// ASCII only for servers that know it so (RFC 6531).
  var wireText: String { "\(text[..<domain.startIndex])\(asciiDomain)" }

  /// The domain in ASCII (IDNA, RFC 5891); one that has no such form stays as it is.
  package var asciiDomain: String {
    let name = String(domain)
    guard name.utf8.contains(where: { $0 > 0x7F }) else { return name }
    let ascii = unsafe iw_curl_ascii_host(name)
    defer { unsafe curl_free(ascii) }
    guard let ascii = unsafe ascii else { return name }
    return unsafe String(cString: ascii)
  }

  private var domain: Substring {
    text.utf8.lastIndex(of: UInt8(ascii: "@")).map { text[text.utf8.index(after: $0)...] } ?? ""
  }
}

import CCurl

/// Where a service is, and the token by which this process proves itself to it. Its description does not show the token.
package struct HTTPServer: Hashable, Sendable, CustomStringConvertible {
  package let isEncrypted: Bool
  /// A name or an address; IPv6 in brackets.
  package let host: String
  /// nil: the scheme's, 443 or 80.
  package let port: Int?
  /// What all requests' paths begin with, as it is written; without a slash at its end, so often empty.
  package let path: String
  /// Sent as `Authorization: Bearer`.
  package let token: String?
  /// PEM file of the authorities to trust; nil: the system's.
  package var authorityFile: String?
  /// Sent with each request.
  package var headers: [HTTPHeader] = []

  package var description: String {
    "\(isEncrypted ? "https" : "http")://\(host)\(port.map { ":\($0)" } ?? "")\(path)"
  }
}

extension HTTPServer {
  /// Reads `https://HOST:PORT/PATH`, or `http://` for one that is reached without leaving networks that are trusted.
  package init(_ text: String, token: String? = nil) throws(HTTPServerError) {
    guard token.map(Self.isToken) ?? true else { throw .invalidToken }
    guard !text.utf8.contains(0), let parts = unsafe curl_url() else { throw .notAnAddress }
    defer { unsafe curl_url_cleanup(parts) }
    switch unsafe curl_url_set(parts, CURLUPART_URL, text, 0) {
    case CURLUE_OK: break
    case CURLUE_UNSUPPORTED_SCHEME, CURLUE_BAD_SCHEME: throw .unknownScheme
    case CURLUE_BAD_PORT_NUMBER: throw .invalidPort
    case CURLUE_NO_HOST: throw .missingHost
    default: throw .notAnAddress
    }
    func part(_ part: CURLUPart) throws(HTTPServerError) -> String? {
      try unsafe Self.part(part, of: parts)
    }
    let scheme = try part(CURLUPART_SCHEME)
    guard scheme == "https" || scheme == "http" else { throw .unknownScheme }
    guard let host = try part(CURLUPART_HOST), !host.isEmpty else { throw .missingHost }
    guard try part(CURLUPART_USER) == nil, try part(CURLUPART_PASSWORD) == nil else {
      throw .hasCredentials
    }
    guard try part(CURLUPART_QUERY) == nil, try part(CURLUPART_FRAGMENT) == nil else {
      throw .hasQuery
    }
    port = try part(CURLUPART_PORT).map { text throws(HTTPServerError) in
      guard let number = Int(text), (1...65_535).contains(number) else { throw .invalidPort }
      return number
    }
    isEncrypted = scheme == "https"
    self.host = host.lowercased()
    var path = try part(CURLUPART_PATH) ?? ""
    while path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.token = token
  }

  /// RFC 6750 section 2.1.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-._~+/=".utf8.contains(byte)
        }
      }
  }

  /// - Returns: The part as it is written; nil where there is none.
  private static func part(
    _ part: CURLUPart, of parts: OpaquePointer
  ) throws(HTTPServerError) -> String? {
    var found: UnsafeMutablePointer<CChar>?
    let code = unsafe curl_url_get(parts, part, &found, 0)
    defer { unsafe curl_free(found) }
    switch code {
    case CURLUE_OK:
      guard let found = unsafe found, let text = unsafe String(validatingCString: found) else {
        throw .notAnAddress
      }
      return text
    case CURLUE_NO_SCHEME, CURLUE_NO_USER, CURLUE_NO_PASSWORD, CURLUE_NO_HOST, CURLUE_NO_PORT,
      CURLUE_NO_QUERY, CURLUE_NO_FRAGMENT:
      return nil
    default: throw .notAnAddress
    }
  }
}

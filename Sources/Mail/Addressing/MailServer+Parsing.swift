import CCurl

extension MailServer {
  /// Reads `smtp://` or `smtps://`, `USER:PASSWORD@HOST:PORT/NAME`, percent-encoded; NAME is what the client calls itself.
  ///
  /// Over `smtp://` STARTTLS is required, unless the host is this machine; `?starttls=required` and `?starttls=never` say
  /// otherwise.
  package init(_ text: String) throws(MailServerError) {
    guard let parts = unsafe curl_url() else { throw .notAnAddress }
    defer { unsafe curl_url_cleanup(parts) }
    guard !text.utf8.contains(0) else { throw .notAnAddress }
    let code = unsafe curl_url_set(parts, CURLUPART_URL, text, 0)
    switch code {
    case CURLUE_OK: break
    case CURLUE_UNSUPPORTED_SCHEME, CURLUE_BAD_SCHEME: throw .unknownScheme
    case CURLUE_BAD_PORT_NUMBER: throw .invalidPort
    case CURLUE_NO_HOST: throw .missingHost
    default: throw .notAnAddress
    }
    func part(_ part: CURLUPart) throws(MailServerError) -> String? {
      try unsafe Self.part(part, of: parts)
    }
    let scheme = try part(CURLUPART_SCHEME)
    guard scheme == "smtp" || scheme == "smtps" else { throw .unknownScheme }
    guard let host = try part(CURLUPART_HOST), !host.isEmpty else { throw .missingHost }
    guard try part(CURLUPART_OPTIONS) == nil, try part(CURLUPART_FRAGMENT) == nil else {
      throw .notAnAddress
    }
    var port: Int?
    if let text = try part(CURLUPART_PORT) {
      guard let number = Int(text), (1...65_535).contains(number) else { throw .invalidPort }
      port = number
    }
    let user = try part(CURLUPART_USER).flatMap { $0.isEmpty ? nil : $0 }
    let password = try part(CURLUPART_PASSWORD)
    if user == nil, password != nil { throw .passwordWithoutUser }
    let name = try part(CURLUPART_PATH)?.drop { $0 == "/" }
    self.init(
      host: host.lowercased(), port: port,
      encryption: try Self.encryption(
        isSecure: scheme == "smtps", query: try part(CURLUPART_QUERY), host: host.lowercased()),
      user: user, password: password,
      clientName: name.flatMap { $0.isEmpty ? nil : String($0) })
  }

  private static func encryption(
    isSecure: Bool, query: String?, host: String
  ) throws(MailServerError) -> Encryption {
    guard let query else {
      return isSecure ? .fromTheStart : isLoopback(host) ? .none : .startTLS
    }
    guard query.hasPrefix("starttls=") else { throw .unknownParameter }
    guard !isSecure else { throw .invalidStartTLS }
    switch query {
    case "starttls=required": return .startTLS
    case "starttls=never": return .none
    default: throw .invalidStartTLS
    }
  }

  /// - Returns: The part, decoded; nil where there is none.
  private static func part(
    _ part: CURLUPart, of parts: OpaquePointer
  ) throws(MailServerError) -> String? {
    var found: UnsafeMutablePointer<CChar>?
    // The host is compared as it is written; a percent sign in it is no host's.
    let flags = part == CURLUPART_HOST ? 0 : UInt32(CURLU_URLDECODE)
    let code = unsafe curl_url_get(parts, part, &found, flags)
    defer { unsafe curl_free(found) }
    switch code {
    case CURLUE_OK:
      guard let found = unsafe found, let text = unsafe String(validatingCString: found) else {
        throw .notAnAddress
      }
      return text
    case CURLUE_NO_SCHEME, CURLUE_NO_USER, CURLUE_NO_PASSWORD, CURLUE_NO_OPTIONS, CURLUE_NO_HOST,
      CURLUE_NO_PORT, CURLUE_NO_QUERY, CURLUE_NO_FRAGMENT:
      return nil
    default: throw .notAnAddress
    }
  }
}

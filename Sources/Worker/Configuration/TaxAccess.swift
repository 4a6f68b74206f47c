package import HTTP

/// How tax is asked of an engine over HTTP (<doc:TaxEngineOverHTTP>). Holds the token; its description does not show it.
package struct TaxAccess: Sendable {
  package var server: HTTPServer
  /// Calls of this process at a time.
  package var concurrency: Int
  package var fallback: TaxFallback

  package static let defaultConcurrency = 64
  package static let concurrencyBounds = 1...1_024

  package init(
    server: HTTPServer, concurrency: Int = defaultConcurrency, fallback: TaxFallback = .off
  ) {
    self.server = server
    self.concurrency = concurrency
    self.fallback = fallback
  }
}

/// What estimates the tax of drafts and previews while the engine is away. Never what is posted.
package enum TaxFallback: String, Hashable, Sendable, CaseIterable {
  /// Nothing: they wait.
  case off
  /// The rate table, with a warning.
  case rateTable = "RateTable"
}

extension TaxAccess {
  /// - Returns: nil where no engine is named.
  init?(_ environment: EnvironmentReader) throws(ConfigurationError) {
    guard let address = environment.text(.taxEngine) else { return nil }
    let token = try environment.secret(.taxToken)
    do throws(HTTPServerError) {
      server = try HTTPServer(address, token: token?.text)
    } catch {
      // An address should hold no password, and yet may.
      let isToken = error == .invalidToken
      throw .secret(isToken ? token?.from ?? .taxToken : .taxEngine, reason: error.description)
    }
    server.authorityFile = environment.text(.taxAuthorities)
    if server.authorityFile != nil, !server.isEncrypted {
      throw .unusable(
        .taxAuthorities,
        "is set, but the connection to \(server.host) is not encrypted; write https://, or take \(ConfigurationVariable.taxAuthorities.rawValue) away"
      )
    }
    concurrency =
      try environment.number(.taxConcurrency, in: Self.concurrencyBounds)
      ?? Self.defaultConcurrency
    fallback = try environment.choice(.taxFallback) ?? .off
  }
}

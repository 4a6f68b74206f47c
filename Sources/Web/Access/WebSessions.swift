package import CivilTime

/// Who is signed in, by the secret in their cookie. Kept in memory: who was signed in before a restart signs in again. Pure: it is told
/// the time and the secrets.
package struct WebSessions: Sendable {
  package static let hours: Int64 = 12
  package static let most = 1_000

  private struct Session: Sendable {
    let visitor: WebVisitor
    let until: UTCInstant
  }

  private var sessions: [String: Session] = [:]

  package init() {}

  /// `secret`: at least 128 random bits as text.
  package mutating func begin(_ visitor: WebVisitor, secret: String, at now: UTCInstant) {
    sessions = sessions.filter { $0.value.until > now }
    if sessions.count >= Self.most,
      let oldest = sessions.min(by: { $0.value.until < $1.value.until })
    {
      sessions[oldest.key] = nil
    }
    sessions[secret] = Session(
      visitor: visitor, until: now.adding(microseconds: Self.hours * 3_600 * 1_000_000))
  }

  package func visitor(_ secret: String, at now: UTCInstant) -> WebVisitor? {
    guard let session = sessions[secret], session.until > now else { return nil }
    return session.visitor
  }

  package mutating func end(_ secret: String) { sessions[secret] = nil }
}

/// The cookie of a session.
package struct SessionCookie: Hashable, Sendable {
  /// Behind TLS only this page may set it, and the browser sends it nowhere else. On the machine itself there is no TLS to ask for.
  package let isSecure: Bool

  package init(host: String?) { isSecure = !AllowedHosts.isLoopback(host) }

  package var name: String { isSecure ? "__Host-iw" : "iw" }

  package func header(_ secret: String) -> String {
    "\(name)=\(secret); Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
  }

  package var removal: String { header("") + "; Max-Age=0" }

  /// The secret in a header Cookie.
  package func secret(in header: String?) -> String? {
    for part in (header ?? "").split(separator: ";") {
      let part = String(part).trimmed
      if part.hasPrefix("\(name)=") { return String(part.dropFirst(name.count + 1)) }
    }
    return nil
  }
}

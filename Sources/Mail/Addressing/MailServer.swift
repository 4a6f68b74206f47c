/// Where a mail server is and how this process proves itself to it. Holds the password; its description does not show it.
package struct MailServer: Hashable, Sendable, CustomStringConvertible {
  package enum Encryption: Hashable, Sendable {
    /// From the first byte (`smtps://`).
    case fromTheStart
    /// By STARTTLS, and not at all where the server does not offer it.
    case startTLS
    /// None: to this machine itself, or because the operator asked for it.
    case none
  }

  /// A name or an address; IPv6 in brackets.
  package let host: String
  /// nil: the scheme's, 25 or 465.
  package let port: Int?
  package let encryption: Encryption
  package let user: String?
  package let password: String?
  /// What this client calls itself in EHLO; nil: the machine's name.
  package let clientName: String?
  /// PEM file of the authorities to trust; nil: the system's.
  package var authorityFile: String?

  init(
    host: String, port: Int?, encryption: Encryption, user: String?, password: String?,
    clientName: String?
  ) {
    self.host = host
    self.port = port
    self.encryption = encryption
    self.user = user
    self.password = password
    self.clientName = clientName
  }

  package var description: String {
    "\(encryption == .fromTheStart ? "smtps" : "smtp")://\(host)\(port.map { ":\($0)" } ?? "")"
  }

  /// Whether a host is this machine itself, so that nobody else reads what is said to it.
  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || isIPv4Loopback(host)
  }

  private static func isIPv4Loopback(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

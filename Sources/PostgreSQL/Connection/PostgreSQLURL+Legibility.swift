/// Whether a text means what it seems to. libpq reads a URL whose password has a plain `@` or `/` in some way, takes the
/// password's end for a host, a port or a database, and names those in its errors.
extension PostgreSQLURL {
  /// Whether every `@` of a URL stands behind the password, and nowhere else. True for what is no URL.
  static func hasPlainAuthority(_ text: String) -> Bool {
    guard let scheme = text.firstRange(of: "://") else { return true }
    let rest = text[scheme.upperBound...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let marks = rest[..<end].count { $0 == "@" }
    let query = rest[end...].firstIndex(of: "?") ?? rest.endIndex
    // Behind them an address of a mailbox, say, may be a parameter's value.
    return marks <= 1 && !rest[end..<query].contains("@")
      && (marks == 1 || !rest[query...].contains("@"))
  }

  /// Whether the ports are numbers of ports: else they may be the rest of a password.
  static func hasPorts(_ options: [String: String]) -> Bool {
    guard let ports = options["port"] else { return true }
    return ports.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
      $0.isEmpty || UInt16($0, radix: 10) ?? 0 > 0
    }
  }

  /// Whether the mode of encryption is one of libpq's. It looks at it only when it connects, and quotes it in its error.
  static func hasKnownMode(_ options: [String: String]) -> Bool {
    guard let mode = options["sslmode"] else { return true }
    return ["", "disable", "allow", "prefer", "require", "verify-ca", "verify-full"].contains(mode)
  }
}

internal import Glibc

/// Encryption where the address says nothing of it. libpq would take plain text then, and any certificate.
extension PostgreSQLURL {
  /// What is added to an error that comes of it.
  static let encryptionAdvice =
    "the address says no sslmode, and the certificate of a server on another host is verified then: name its "
    + "authority with sslrootcert=FILE, or say another sslmode"

  /// Options that hold for a host, by libpq's variables in the environment: none where the address, a service of its or
  /// the environment says how, or the server is on this machine.
  static func encryptionDefaults(
    for host: [String: String], environment: (String) -> String? = Self.variable
  ) -> [String: String] {
    guard host["sslmode"] == nil, environment("PGSSLMODE") == nil, host["service"] == nil,
      environment("PGSERVICE") == nil
    else { return [:] }
    let place =
      host["hostaddr"] ?? host["host"] ?? environment("PGHOSTADDR") ?? environment("PGHOST") ?? ""
    guard !isOnThisMachine(place) else { return [:] }
    var options = ["sslmode": "verify-full"]
    if host["sslrootcert"] == nil, environment("PGSSLROOTCERT") == nil,
      let authorities = systemAuthorities(environment)
    {
      options["sslrootcert"] = authorities
    }
    return options
  }

  /// A directory of sockets, an abstract socket, nothing at all, or a loopback address.
  static func isOnThisMachine(_ place: String) -> Bool {
    place.isEmpty || place.hasPrefix("/") || place.hasPrefix("@") || place == "localhost"
      || place == "::1" || isLoopback(place)
  }

  /// 127.0.0.0/8 in its usual form.
  private static func isLoopback(_ place: String) -> Bool {
    let parts = place.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0, radix: 10) != nil }
  }

  /// The system's file of authorities; nil where the user has one of libpq's own, which goes before.
  private static func systemAuthorities(_ environment: (String) -> String?) -> String? {
    if let home = environment("HOME"), unsafe access("\(home)/.postgresql/root.crt", R_OK) == 0 {
      return nil
    }
    return ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]
      .first { unsafe access($0, R_OK) == 0 }
  }

  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name).map({ unsafe String(cString: $0) }), !value.isEmpty
    else { return nil }
    return value
  }
}

package import HTTPServer

/// Where the operators' page is, and who may come to it (<doc:Operations#The-page>).
package struct WebAccess: Hashable, Sendable {
  package var listen: ListenAddress
  /// The file of those who may see it; nil: everybody at this machine, and nobody may act.
  package var usersFile: String?
  /// The header in which a proxy says who asks, in lower case.
  package var userHeader: String?
  /// Empty, or with a slash at its beginning and none at its end.
  package var prefix: String
  /// In lower case.
  package var hosts: [String]

  package static let defaultListen = "127.0.0.1:9465"

  init(_ environment: EnvironmentReader) throws(ConfigurationError) {
    listen =
      try environment.listenAddress(.webListen) ?? .tcp(host: "127.0.0.1", port: 9_465)
    usersFile = environment.text(.webUsers)
    userHeader = try Self.header(environment)
    prefix = try Self.prefix(environment)
    hosts = try Self.hosts(environment)
  }

  /// Sets what one of its variables decides.
  package mutating func set(
    _ variable: ConfigurationVariable, to text: String
  ) throws(ConfigurationError) {
    let access = try WebAccess(EnvironmentReader { $0 == variable.rawValue ? text : nil })
    switch variable {
    case .webListen: listen = access.listen
    case .webUsers: usersFile = access.usersFile
    case .webUserHeader: userHeader = access.userHeader
    case .webPrefix: prefix = access.prefix
    case .webHosts: hosts = access.hosts
    default: break
    }
  }

  /// Whether only this machine reaches it.
  package var isLocal: Bool {
    switch listen {
    case .unix: true
    case .tcp(let host, _):
      // A name may begin like an address, and mean another machine.
      host == "::1" || host == "localhost"
        || host.hasPrefix("127.")
          && host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }
  }

  private static func header(_ environment: EnvironmentReader) throws(ConfigurationError) -> String?
  {
    guard let text = environment.text(.webUserHeader) else { return nil }
    guard text.utf8.count <= 64, text.utf8.allSatisfy({ isNamePart($0) || $0 == UInt8(ascii: "_") })
    else { throw .notAllowed(text, for: .webUserHeader) }
    return text.lowercased()
  }

  private static func prefix(_ environment: EnvironmentReader) throws(ConfigurationError) -> String
  {
    guard let text = environment.text(.webPrefix) else { return "" }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard text.hasPrefix("/"), text.utf8.count <= 255,
      parts.dropFirst().allSatisfy({ part in
        !part.isEmpty && part != "." && part != ".."
          && part.utf8.allSatisfy {
            isNamePart($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
          }
      })
    else { throw .notAllowed(text, for: .webPrefix) }
    return text
  }

  private static func hosts(_ environment: EnvironmentReader) throws(ConfigurationError) -> [String]
  {
    guard let text = environment.text(.webHosts) else { return [] }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
      String(name.drop { $0 == " " }).lowercased()
    }
    let isHost = { (name: String) in
      !name.isEmpty && name.utf8.count <= 255
        && name.utf8.allSatisfy { isNamePart($0) || ".[]:".utf8.contains($0) }
        && (name.hasPrefix("[") || !name.contains(":"))
    }
    guard names.count <= 100, names.allSatisfy(isHost) else {
      throw .notAllowed(text, for: .webHosts)
    }
    return names
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

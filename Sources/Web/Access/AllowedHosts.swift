/// The names under which browsers may ask for the page. A page elsewhere whose name is made to mean this machine (DNS rebinding) names
/// itself, and is refused.
package struct AllowedHosts: Hashable, Sendable {
  private let names: Set<String>

  /// - Parameter names: without ports; those of the machine itself are always among them.
  package init(_ names: [String] = []) {
    self.names = Set(names.map { $0.lowercased() }).union(Self.loopback)
  }

  private static let loopback: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

  package func allow(_ host: String?) -> Bool {
    host.map { names.contains(Self.name($0)) } ?? false
  }

  /// Whether the name can only mean the machine that the browser runs on.
  package static func isLoopback(_ host: String?) -> Bool {
    host.map { loopback.contains(name($0)) } ?? false
  }

  /// Without the port.
  private static func name(_ host: String) -> String {
    let host = host.lowercased()
    guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host }
    return String(host[..<colon])
  }
}

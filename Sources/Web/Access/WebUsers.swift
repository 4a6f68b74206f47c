/// Who may see the page: a line each, `name:role:password`, the password as `web password` writes it.
package struct WebUsers: Hashable, Sendable {
  package struct User: Hashable, Sendable {
    package let name: String
    package let role: WebRole
    /// `scrypt$N$r$p$SALT$KEY`; `-` for somebody whom a proxy signs in.
    package let password: String
  }

  private let users: [String: User]
  package static let most = 10_000

  package var isEmpty: Bool { users.isEmpty }

  package init(_ users: [User] = []) {
    self.users = Dictionary(users.map { ($0.name, $0) }) { first, _ in first }
  }

  /// Why a file of users cannot be used. Nothing of a password is in it.
  package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
  }

  /// Empty lines and those that begin with `#` say nothing.
  package init(reading text: String) throws(Problem) {
    var users: [String: User] = [:]
    for (index, line) in text.split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      let line = String(line).trimmed
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let parts = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, !parts[0].isEmpty, parts[0].utf8.count <= 255,
        let role = WebRole(rawValue: parts[1]), parts[2] == "-" || parts[2].hasPrefix("scrypt$")
      else {
        throw Problem(
          "line \(index + 1) must be NAME:ROLE:PASSWORD, the role viewer or operator, the password as invoice-worker web password writes it, or - for whom a proxy signs in"
        )
      }
      guard users.count < Self.most else {
        throw Problem("more than \(Self.most) users")
      }
      guard
        users.updateValue(User(name: parts[0], role: role, password: parts[2]), forKey: parts[0])
          == nil
      else { throw Problem("line \(index + 1) names \(parts[0]) again") }
    }
    self.users = users
  }

  package subscript(_ name: String) -> User? { users[name] }
}

import Worker

/// Addresses without what they may hold of passwords.
enum MaskedAddress {
  private static let mask = "***"

  static func text(of database: DatabaseLocation) -> String {
    switch database {
    case .sqlite(let path): "sqlite:\(path)"
    case .postgreSQL(let url): text(url)
    }
  }

  /// The user's name is shown, and the password is not, wherever it stands. An address that is not understood is masked whole.
  static func text(_ address: String) -> String {
    if address.hasPrefix("sqlite:") { return address }
    guard let scheme = address.firstRange(of: "://") else { return mask }
    let rest = address[scheme.upperBound...]
    let (place, query) = parts(rest, at: "?")
    let (authority, path) = parts(place, at: "/")
    var shown = String(address[..<scheme.upperBound])
    if let at = authority.lastIndex(of: "@") {
      let user = authority[..<at]
      shown += user.prefix { $0 != ":" }
      if user.contains(":") { shown += ":\(mask)" }
      shown += authority[at...]
    } else {
      shown += authority
    }
    // A password with a slash or question mark that was not encoded would stand in what follows.
    if path.contains("@") || query.contains("@") { return address[..<scheme.upperBound] + mask }
    return shown + path + masked(query)
  }

  private static func masked(_ query: Substring) -> String {
    query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
      let name = pair.prefix { $0 != "=" }
      return name.lowercased().contains("pass") || name.lowercased().contains("secret")
        ? "\(name)=\(mask)" : String(pair)
    }.joined(separator: "&")
  }

  /// What stands before the mark, and the rest with it.
  private static func parts(_ text: Substring, at mark: Character) -> (Substring, Substring) {
    let end = text.firstIndex(of: mark) ?? text.endIndex
    return (text[..<end], text[end...])
  }
}

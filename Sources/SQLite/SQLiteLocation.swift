/// Where a database lives.
package enum SQLiteLocation: Hashable, Sendable {
  /// A file. The path is taken as it stands: no URI, no name with a special meaning.
  case file(String)
  /// The memory of this one connection; gone when it closes.
  case memory

  /// The name SQLite opens. A relative path gets "./" in front, without which ":memory:", ""
  /// and "file:…" would open something other than the file of that name.
  var name: String {
    switch self {
    case .file(let path): path.hasPrefix("/") ? path : "./" + path
    case .memory: ":memory:"
    }
  }
}

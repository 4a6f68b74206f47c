/// A command line that cannot be understood: one sentence on what is wrong and, where one is near, what
/// was probably meant.
package struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  /// Names what is unknown and the nearest of what could have been meant.
  static func unknown(_ kind: String, _ given: String, known: [String]) -> UsageError {
    let meant = Suggestion.nearest(to: given, among: known).map { "; did you mean \($0)?" } ?? ""
    return UsageError("there is no \(kind) \(given)\(meant)")
  }
}
